(function () {
  "use strict";
  var block = document.getElementById("figures"), panel = document.getElementById("trace");
  if (!block || !panel) { return; }
  var data = null, words = null;
  var title = panel.querySelector(".trace-title"), body = panel.querySelector(".trace-body");
  var back = panel.querySelector(".trace-back"), close = panel.querySelector(".trace-close");
  var opener = null, shown = [];

  function say(number) { return data.texts[number]; }

  // of the figure of that number: 0 its text, 1 what it is, 2 status, 3 formula, 4 inputs, 5 places
  function of(number, column) { return data.figures[column][number - 1]; }

  function element(name, text, parent) {
    var made = document.createElement(name);
    made.textContent = text;
    parent.appendChild(made);
    return made;
  }

  function link(address, text, parent) {
    var made = element("a", text, parent);
    made.setAttribute("href", address);
    return made;
  }

  // what is written from right to left must not reorder what is beside it
  function apart(text) { return /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/.test(text) ? "\u2068" + text + "\u2069" : text; }

  function whatOf(number) { return of(number, 1).map(say).map(apart).join(" · "); }

  function addSources(places) {
    if (!places.length) { return; }
    element("dt", say(words.sources), body.lastChild);
    for (var i = 0; i < places.length; i += 2) {
      var source = data.sources[places[i]], place = say(places[i + 1]);
      var entry = element("dd", "", body.lastChild);
      if (source[0]) { link("#source-" + source[0], "[" + source[0] + "]", entry); }
      element("span", " " + say(source[1]), entry);
      if (place) { element("strong", " " + place, entry).className = "trace-place"; }
      if (source[2]) { element("small", say(source[2]), entry); }
      if (source[3]) { link(say(source[3]), say(source[3]), entry).rel = "noreferrer"; }
    }
  }

  function addInputs(number) {
    if (!of(number, 4).length) { return; }
    element("dt", say(words.inputs), body.lastChild);
    of(number, 4).forEach(function (before) {
      var entry = element("dd", "", body.lastChild), input = number - before;
      link("#v" + input, of(input, 0), entry);
      element("span", " " + whatOf(input), entry);
    });
  }

  function show() {
    var number = shown[shown.length - 1];
    title.textContent = of(number, 0);
    body.textContent = "";
    element("p", whatOf(number), body).className = "trace-what";
    element("dl", "", body);
    [[say(words.status), of(number, 2)], [say(words.how), of(number, 3)]].forEach(function (pair) {
      if (!pair[1]) { return; }
      element("dt", pair[0], body.lastChild);
      element("dd", say(pair[1]), body.lastChild);
    });
    addInputs(number);
    addSources(of(number, 5));
    back.hidden = shown.length < 2;
    panel.hidden = false;
    panel.scrollTop = 0;
    panel.focus();
  }

  function leave() {
    panel.hidden = true;
    shown = [];
    if (opener) { opener.focus(); }
    opener = null;
  }

  function heed(event) {
    var target = event.target.closest ? event.target.closest("a") : null;
    var address = target ? target.getAttribute("href") || "" : "", found = /^#v(\d+)$/.exec(address);
    if (!found) {
      if (/^#source-/.test(address) && panel.contains(target)) { panel.hidden = true; }
      return;
    }
    event.preventDefault();
    if (!panel.contains(target)) { opener = target; shown = []; }
    shown.push(Number(found[1]));
    show();
  }

  function begin(unpacked) {
    data = unpacked;
    words = data.words;
    document.addEventListener("click", heed);
    document.documentElement.dataset.traced = "";
  }

  function unpack(packed) {
    var bytes = Uint8Array.from(atob(packed), function (c) { return c.charCodeAt(0); });
    var stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    return new Response(stream).json();
  }

  back.addEventListener("click", function () { shown.pop(); show(); });
  close.addEventListener("click", leave);
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape" && !panel.hidden) { leave(); }
  });
  // a browser without it (before 2020 to 2023) shows the numbered notes only
  if (window.DecompressionStream) { unpack(JSON.parse(block.textContent)).then(begin); }
})();
