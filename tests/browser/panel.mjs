// Follows a figure to its source as a reader without a mouse would, and tells what the panel says.
//
//   node panel.mjs --browser PATH FILE.html SELECTOR        prints JSON: what stands after each step
//
// Enter on the first figure that matches, Enter on its first input if it has one, Escape.
import { read } from "./reader.mjs";

await read(async (page, selector, states) => {
  await page.waitForSelector("html[data-traced]");
  await page.locator(selector).first().focus();
  await page.keyboard.press("Enter");
  states.push(await page.evaluate(state));
  const input = page.locator("#trace dd a[href^='#v']").first();
  if (await input.count()) {
    await input.focus();
    await page.keyboard.press("Enter");
    states.push(await page.evaluate(state));
  }
  await page.keyboard.press("Escape");
  states.push(await page.evaluate(state));
});

function state() {
  const panel = document.getElementById("trace"), box = panel.getBoundingClientRect();
  const seen = (name) => panel.querySelector(name).getClientRects().length > 0;
  return {
    open: !panel.hidden && box.width > 0 && box.right <= innerWidth && box.bottom <= innerHeight,
    figure: panel.querySelector(".trace-title").textContent,
    says: panel.querySelector(".trace-body").innerText,
    back: seen(".trace-back"),
    focus: document.activeElement.id || document.activeElement.textContent,
    address: location.hash,
  };
}
