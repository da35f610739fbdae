// Follows a figure to its source as a reader without a mouse would, and tells what the panel says.
//
//   node panel.mjs --browser PATH FILE.html SELECTOR        prints JSON: what stands after each step
//
// Enter on the first figure that matches, Enter on its first input if it has one, Escape.
import path from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";

const { values, positionals } = parseArgs({ options: { browser: { type: "string" } }, allowPositionals: true });
const [file, selector] = positionals;
const browser = await chromium.launch({
  executablePath: values.browser,
  args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
});
const states = [];
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(pathToFileURL(path.resolve(file)).href);
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
} finally {
  await browser.close();
}
console.log(JSON.stringify(states));

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
