(function () {
  "use strict";
  var block = document.getElementById("figures"), panel = document.getElementById("trace");
  if (!block || !panel) { return; }
  var texts = JSON.parse(block.textContent), data = null, words = null;
  var title = panel.querySelector(".trace-title"), body = panel.querySelector(".trace-body");
  var back = panel.querySelector(".trace-back"), close = panel.querySelector(".trace-close");
  var opener = null, shown = [];

  function say(number) { return texts[number]; }

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

  function whatOf(figure) { return figure[1].map(say).join(" · "); }

  function addSources(figure) {
    if (!figure[5].length) { return; }
    element("dt", say(words.sources), body.lastChild);
    for (var i = 0; i < figure[5].length; i += 2) {
      var source = data.sources[figure[5][i]], place = say(figure[5][i + 1]);
      var entry = element("dd", "", body.lastChild);
      if (source[0]) { link("#source-" + source[0], "[" + source[0] + "]", entry); }
      element("span", " " + say(source[1]), entry);
      if (place) { element("strong", " " + place, entry).className = "trace-place"; }
      if (source[2]) { element("small", say(source[2]), entry); }
      if (source[3]) { link(say(source[3]), say(source[3]), entry).rel = "noreferrer"; }
    }
  }

  function addInputs(figure) {
    if (!figure[4].length) { return; }
    element("dt", say(words.inputs), body.lastChild);
    figure[4].forEach(function (number) {
      var entry = element("dd", "", body.lastChild), input = data.figures[number - 1];
      link("#v" + number, say(input[0]), entry);
      element("span", " " + whatOf(input), entry);
    });
  }

  function show() {
    var figure = data.figures[shown[shown.length - 1] - 1];
    title.textContent = say(figure[0]);
    body.textContent = "";
    element("p", whatOf(figure), body).className = "trace-what";
    element("dl", "", body);
    [[say(words.status), figure[2]], [say(words.how), figure[3]]].forEach(function (pair) {
      if (!pair[1]) { return; }
      element("dt", pair[0], body.lastChild);
      element("dd", say(pair[1]), body.lastChild);
    });
    addInputs(figure);
    addSources(figure);
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

  function begin(numbers) {
    data = numbers;
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
  if (window.DecompressionStream) { unpack(block.dataset.numbers).then(begin); }
})();
