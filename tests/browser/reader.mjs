// Opens one page as a reader does who has a keyboard and no mouse, and prints what was seen.
//
//   node SCRIPT --browser PATH FILE.html WHAT
import path from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";

// use(page, what, states): does what WHAT says, and puts what stands after each step into states.
export async function read(use) {
  const { values, positionals } = parseArgs({ options: { browser: { type: "string" } }, allowPositionals: true });
  const [file, what] = positionals;
  const browser = await chromium.launch({
    executablePath: values.browser,
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  });
  const states = [];
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(pathToFileURL(path.resolve(file)).href);
    await use(page, what, states);
  } finally {
    await browser.close();
  }
  console.log(JSON.stringify(states));
}
