// Uses the index as a reader would, by keyboard alone, and tells what is then to be seen.
//
//   node finder.mjs --browser PATH FILE.html STEPS        prints JSON: what stands after each step
//
// STEPS is JSON, a list of {press} (a key), {type} (text), {choose: [id, value]} or {tabTo: id}.
import { read } from "./reader.mjs";

await read(async (page, steps, states) => {
  for (const { press, type, choose, tabTo } of JSON.parse(steps)) {
    if (press) await page.keyboard.press(press);
    if (type) await page.keyboard.type(type);
    if (choose) await page.selectOption(`#${choose[0]}`, choose[1]);
    for (let left = 200; tabTo && left && (await page.evaluate(() => document.activeElement.id)) !== tabTo; left--) {
      await page.keyboard.press("Tab");
    }
    states.push(await page.evaluate(state));
  }
});

function state() {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const seen = (element) => element.getClientRects().length > 0;
  return {
    entries: all(".entry").filter(seen).map((entry) => entry.querySelector(".what").firstChild.textContent.trim()),
    groups: all(".group h3").filter(seen).map((heading) => heading.textContent),
    hits: document.getElementById("hits").textContent,
    role: document.getElementById("hits").getAttribute("role"),
    mentions: all(".mentions").filter(seen).map((line) => line.textContent),
    focus: document.activeElement.id,
    outline: getComputedStyle(document.activeElement).outlineStyle,
  };
}
