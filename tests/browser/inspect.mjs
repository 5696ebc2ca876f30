// What every page must hold: no accessibility violation, no console error or refused content, nothing wider than a
// small phone, the language it was asked for. Pictures of what was seen are kept as build output.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"];
const NARROWEST_PX = 360;
// A bound for a page that would otherwise hang; nothing here waits for time to pass.
const PATIENCE_MS = 60_000;

export const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
export const DESKTOP = { viewport: { width: 1280, height: 900 }, deviceScaleFactor: 1 };

const ARGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];

/** Starts the browser, lets `story` use it, and ends with what was found. */
export async function withBrowser(settings, story) {
  mkdirSync(settings.screenshots, { recursive: true });
  const browser = await chromium.launch({ executablePath: settings.chromium, args: ARGS });
  try {
    await story(new Inspector(browser, settings));
  } finally {
    await browser.close();
  }
}

export function demand(holds, sentence) {
  if (!holds) throw new Error(sentence);
}

class Inspector {
  constructor(browser, { base, screenshots }) {
    Object.assign(this, { browser, base, screenshots, seen: 0 });
  }

  /** A person with a browser of their own; what a `weak` network does to it is expected. */
  async person({ weak = false, ...options }) {
    const context = await this.browser.newContext({ baseURL: this.base, locale: "zh-CN", ...PHONE, ...options });
    context.setDefaultTimeout(PATIENCE_MS);
    await context.addInitScript(() => {
      addEventListener("securitypolicyviolation", (event) =>
        console.error(`refused by the content policy: ${event.violatedDirective} ${event.blockedURI}`));
    });
    const page = await context.newPage();
    const troubles = [];
    // A form that is refused on purpose answers 4xx, which the browser also writes to its console.
    const expected = weak ? /Failed to load resource/ : /Failed to load resource: the server responded with a status of 4\d\d/;
    page.on("console", (message) => {
      if (message.type() === "error" && !expected.test(message.text())) troubles.push(message.text());
    });
    page.on("pageerror", (error) => troubles.push(String(error)));
    page.on("response", (answer) => {
      if (answer.status() >= 500) troubles.push(`${answer.status()} ${answer.url()}`);
    });
    return { context, page, troubles, scripts: options?.javaScriptEnabled !== false };
  }

  /** Looks at the page as it stands; `name` is the picture's. */
  async look(person, name, lang = "zh-CN") {
    const { page, troubles } = person;
    await page.waitForLoadState("load");
    const where = `${name} (${page.url()})`;
    demand((await page.getAttribute("html", "lang")) === lang, `${where}: lang is not ${lang}`);
    demand((await page.locator("h1").count()) === 1, `${where}: not exactly one h1`);
    const leftover = (await page.locator("body").innerText()).match(/\{ ?\$[a-z]|\u2068|\bundefined\b|\bNaN\b/);
    demand(!leftover, `${where}: unfinished words: ${leftover?.[0]}`);
    await this.axe(page, where);
    await this.narrow(page, where);
    if (person.scripts) await this.pictures(page, where);
    await page.screenshot({ path: join(this.screenshots, `${name}.png`), fullPage: true });
    demand(troubles.length === 0, `${where}: ${troubles.join("; ")}`);
    this.seen += 1;
    console.log(`  looked at ${where}`);
  }

  /** All pictures are there, also those that wait to be scrolled to. */
  async pictures(page, where) {
    const missing = await page.evaluate(async () => {
      const pictures = [...document.images].filter((picture) => picture.getAttribute("src"));
      for (const picture of pictures) picture.loading = "eager";
      const fates = await Promise.allSettled(pictures.map((picture) => picture.decode()));
      return pictures.filter((_, at) => fates[at].status === "rejected").map((picture) => picture.src);
    });
    demand(missing.length === 0, `${where}: pictures missing: ${missing.join(" ")}`);
  }

  async axe(page, where) {
    await page.evaluate(AXE);
    const found = await page.evaluate((tags) => axe.run(document, { runOnly: tags }), AXE_TAGS);
    const told = found.violations.map((rule) =>
      `${rule.id}: ${rule.nodes.map((node) => `${node.html} ${node.failureSummary}`).join(" | ")}`);
    demand(told.length === 0, `${where}: axe says ${told.join("\n")}`);
  }

  /** Nothing sticks out to the right on the narrowest phone. */
  async narrow(page, where) {
    const before = page.viewportSize();
    await page.setViewportSize({ width: NARROWEST_PX, height: before.height });
    const wide = await page.evaluate(() => {
      const root = document.documentElement;
      if (root.scrollWidth <= root.clientWidth) return null;
      const out = [...document.querySelectorAll("body *")].filter((element) =>
        element.getBoundingClientRect().right > root.clientWidth + 1);
      return `${root.scrollWidth} px: ${out.slice(0, 5).map((element) => element.outerHTML.slice(0, 120)).join(" | ")}`;
    });
    await page.setViewportSize(before);
    demand(wide === null, `${where}: wider than ${NARROWEST_PX} px: ${wide}`);
  }
}

/** Signs in with a password. */
export async function signIn(person, login, password) {
  const { page } = person;
  await page.goto("/sign-in");
  await page.fill("[name=email]", login);
  await page.fill("[name=password]", password);
  await submit(page, "form[action='/sign-in'] button");
}

/** Clicks and waits until another page, or the same anew, is there. */
export async function submit(page, button, click = "click") {
  const target = typeof button === "string" ? page.locator(button).first() : button;
  await Promise.all([page.waitForNavigation({ waitUntil: "load" }), target[click]()]);
}
