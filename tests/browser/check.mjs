// Opens pages in headless Chromium as a reader would, and tells what a reader would run into.
//
//   node check.mjs --browser PATH [--shots FOLDER] FILE.html...      prints JSON: file -> findings
//
// Nothing is judged here: check.py and the tests say what is allowed.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { HtmlValidate, StaticConfigLoader } from "html-validate";
import { chromium } from "playwright-core";

const SETTINGS = [
  { scheme: "light", width: 360 },
  { scheme: "light", width: 768 },
  { scheme: "light", width: 1280 },
  { scheme: "dark", width: 1280 },
];
const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const VALIDATOR = new HtmlValidate(new StaticConfigLoader({ root: true, extends: ["html-validate:standard"] }));

const { values, positionals } = parseArgs({
  options: { browser: { type: "string" }, shots: { type: "string" } },
  allowPositionals: true,
});
if (values.shots) await mkdir(values.shots, { recursive: true });
const browser = await chromium.launch({
  executablePath: values.browser,
  args: process.getuid?.() === 0 ? ["--no-sandbox"] : [], // Chromium refuses root without it
});
const report = {};
try {
  for (const file of positionals) report[file] = await check(path.resolve(file));
} finally {
  await browser.close();
}
console.log(JSON.stringify(report));

async function check(file) {
  const address = pathToFileURL(file).href;
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const found = { requests: [], console: [], errors: [], overflow: {}, axe: {}, figures: [] };
  found.invalid = await invalid(file);
  page.on("request", (request) => request.url() !== address && found.requests.push(request.url()));
  page.on("console", (message) => found.console.push(message.text()));
  page.on("pageerror", (error) => found.errors.push(String(error)));
  await page.goto(address);
  await page.evaluate(() => document.fonts.ready);
  // a data: address is no request to anywhere; only the page's own font may be one
  found.requests = found.requests.filter((url) => !url.startsWith("data:font/woff2;"));

  Object.assign(found, await page.evaluate(contents));
  for (const { scheme, width } of SETTINGS) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height: 900 });
    found.overflow[width] = await page.evaluate(overflow);
    if (width !== 768) found.axe[`${scheme} ${width}`] = await axe(page, scheme);
    if (values.shots) await page.screenshot({ path: `${stem(file)}-${scheme}-${width}.png`, fullPage: true });
  }
  await page.emulateMedia({ colorScheme: "light", media: "print" });
  const pdf = await page.pdf({ preferCSSPageSize: true, tagged: true, outline: true });
  found.pages = (pdf.toString("latin1").match(/\/Type\s*\/Page\b/g) ?? []).length;
  if (values.shots) await writeFile(`${stem(file)}.pdf`, pdf);
  found.broken_links.push(...(await page.evaluate(silent)));
  await page.close();
  return found;
}

function stem(file) {
  return path.join(values.shots, path.basename(file, ".html"));
}

/** What is not HTML as the standard has it, each with its line. */
async function invalid(file) {
  const { results } = await VALIDATOR.validateString(await readFile(file, "utf8"), file);
  return results.flatMap((result) => result.messages).map(({ line, ruleId, message }) => `line ${line}: ${message} (${ruleId})`);
}

/** Broken rules with the first elements that break them; in the dark only colours differ. */
async function axe(page, scheme) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(AXE);
  const options = { preload: false, ...(scheme === "dark" && { runOnly: ["color-contrast"] }) };
  const { violations } = await page.evaluate((options) => window.axe.run(options), options);
  return violations.map(({ id, impact, nodes }) => {
    return { id, impact, nodes: nodes.slice(0, 3).map((node) => node.html.slice(0, 300)) };
  });
}

/** How far the page is wider than the window, in pixels, and what reaches out of it. */
function overflow() {
  const room = document.documentElement.clientWidth;
  const scrolls = (element) => element && (getComputedStyle(element).overflowX !== "visible" || scrolls(element.parentElement));
  const wide = [...document.body.querySelectorAll("*")].filter((element) => {
    return element.getBoundingClientRect().right > room + 0.5 && !scrolls(element.parentElement);
  });
  return {
    by: document.documentElement.scrollWidth - room,
    elements: wide.slice(0, 5).map((element) => element.outerHTML.slice(0, 120)),
  };
}

/** Figures that open no panel, or an empty one, when they are clicked; the last thing done to a page. */
async function silent() {
  const panel = document.getElementById("trace");
  const opens = () => panel && !panel.hidden && panel.querySelector(".trace-body").textContent.trim();
  const all = [...document.querySelectorAll('a[href^="#v"]')].map((link) => [link.getAttribute("href"), link]);
  const links = new Map(all.filter(([address]) => /^#v\d+$/.test(address)));
  await new Promise((then) => setTimeout(then, 100)); // the panel unpacks its numbers first
  const found = [];
  for (const [address, link] of links) {
    link.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
    if (!opens()) found.push(address);
    if (panel) panel.hidden = true;
  }
  return found;
}

/** What stands on the page: scripts, headings, figures, ids, fonts and characters without a glyph. */
async function contents() {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const ids = all("[id]").map((element) => element.id);
  const name = (element) => {
    const by = (element.getAttribute("aria-labelledby") ?? "").split(/\s+/).filter(Boolean);
    const said = by.map((id) => document.getElementById(id)?.textContent ?? "").join(" ");
    return (said || element.getAttribute("aria-label") || element.getAttribute("alt") || "").trim();
  };
  const faces = [...document.fonts];
  return {
    lang: document.documentElement.lang,
    title: document.title,
    scripts: await foreign([...document.scripts]),
    headings: all("h1,h2,h3,h4,h5,h6").map((h) => [Number(h.tagName[1]), h.textContent.trim()]),
    broken_links: all('a[href^="#"]').map((a) => a.getAttribute("href")).filter((to) => !/^#v\d+$/.test(to) && !ids.includes(to.slice(1))),
    duplicate_ids: ids.filter((id, at) => ids.indexOf(id) !== at),
    figures: all("img, svg").map(name),
    undescribed: document.documentElement.outerHTML.includes("No description"),
    fonts: Object.fromEntries(faces.map((face) => [face.family.replaceAll('"', ""), face.status])),
    tofu: tofu(),
  };

  /** How many scripts the page's own policy does not name by their hash. */
  async function foreign(scripts) {
    const policy = document.querySelector('meta[http-equiv="Content-Security-Policy"]')?.content ?? "";
    scripts = scripts.filter((script) => script.src || script.type !== "application/json"); // data are not run
    const hashed = scripts.map(async (script) => {
      const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(script.text));
      return `'sha256-${btoa(String.fromCharCode(...new Uint8Array(bytes)))}'`;
    });
    const named = (await Promise.all(hashed)).map((hash) => policy.includes(hash));
    return scripts.filter((script, at) => script.src || !named[at]).length;
  }

  /** Characters that are drawn as the box for "no glyph", in any font this machine would use. */
  function tofu() {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 40;
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    const drawn = (text) => {
      pen.clearRect(0, 0, 40, 40);
      pen.font = '28px "Diaodu Sans", sans-serif';
      pen.fillText(text, 4, 30);
      return pen.getImageData(0, 0, 40, 40).data.join();
    };
    const boxes = new Set(["\u{10FFFE}", "\u0378", "\uFFFF"].map(drawn));
    // the title and desc of a drawing are heard, not seen; all else of the body's text is drawn
    const seen = all("body, body *").filter((e) => !["style", "title", "desc"].includes(e.localName));
    const texts = seen.flatMap((e) => [...e.childNodes]).filter((n) => n.nodeType === Node.TEXT_NODE);
    const generated = seen.flatMap((e) => ["::before", "::after"].map((p) => getComputedStyle(e, p).content));
    const numerals = generated.some((content) => content.includes("chinese")) ? "一二三四五六七八九十" : "";
    const written = texts.map((n) => n.data).join("") + generated.join("") + numerals;
    const characters = new Set(written.replace(/\s/gu, ""));
    return [...characters].filter((character) => boxes.has(drawn(character))).join("");
  }
}
