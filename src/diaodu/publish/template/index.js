// Search and filters of the index. All that they look at stands in the page: without this script it
// is a plain list. An entry is shown if it holds all words and carries the tag of each filter.
(() => {
  const finder = document.getElementById("finder");
  const box = document.getElementById("find");
  const filters = [...finder.querySelectorAll("select")];
  const hits = document.getElementById("hits");
  const apart = (text) => (/[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/.test(text) ? "\u2068" + text + "\u2069" : text);
  const plain = (text) => text.normalize("NFKC").toLowerCase();
  const entries = [...document.querySelectorAll(".entry")].map((element) => {
    const kept = element.querySelector("template")?.content.textContent.trim() ?? "";
    return {
      element,
      tags: element.dataset.tags.split(" "),
      text: plain(`${element.textContent} ${element.dataset.also} ${kept}`),
      mentions: kept.split("\n").map((said) => [said, plain(said)]),
      line: element.querySelector(".mentions"),
    };
  });

  function look() {
    const words = plain(box.value).split(/\s+/).filter(Boolean);
    const tags = filters.map((filter) => filter.value).filter(Boolean);
    let shown = 0;
    for (const { element, tags: own, text, mentions, line } of entries) {
      const found = words.every((word) => text.includes(word)) && tags.every((tag) => own.includes(tag));
      element.hidden = !found;
      shown += found;
      if (!line) continue; // problems and enterprises are shown where they were asked for
      const said = mentions.filter(([, kept]) => words.some((word) => kept.includes(word)));
      line.hidden = !said.length;
      line.textContent = hits.dataset.mentions.replace("#", () => said.map(([kept]) => apart(kept)).join(hits.dataset.comma));
    }
    for (const group of document.querySelectorAll(".group")) {
      group.hidden = !group.querySelector(".entry:not([hidden])");
    }
    const asked = words.length + tags.length > 0;
    hits.textContent = hits.dataset[!asked ? "all" : shown ? "some" : "none"].replace("#", shown);
  }

  finder.hidden = false;
  finder.addEventListener("input", look);
  document.getElementById("reset").addEventListener("click", () => {
    box.value = "";
    for (const filter of filters) filter.value = "";
    look();
    box.focus();
  });
  look();
})();
