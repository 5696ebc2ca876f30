// A farmer's day in the orchard: no network, a network that breaks in the middle of a photo, a page that is closed, a
// server that dies, two tabs, a session that ends, a photo that is refused, a new release. Nothing is lost, nothing is
// there twice. Settings come as JSON on standard input from tests/e2e/offline.rs.

import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { Api } from "./api.mjs";
import { Gate } from "./gate.mjs";
import { DESKTOP, demand, signIn, submit, withBrowser } from "./inspect.mjs";

const settings = JSON.parse(readFileSync(0, "utf8"));
const { codes, large, small, broken, orchard, password } = settings;
const gate = await new Gate(settings.base).listen();
const operator = new Api(gate.base, settings.operatorToken);
/** Cards in a state. */
const state = (name) => `[data-captures] > [data-state=${name}]`;

try {
  await withBrowser({ ...settings, base: gate.base }, async (look) => {
    const farmer = await arrives(look);
    await worksWithoutNetwork(look, farmer);
    await breaksInTheMiddle(look, farmer);
    await outlivesTheServer(look, farmer);
    await isMended(look, farmer);
    await isSentTwice(farmer);
    await outlivesTheSession(look, farmer);
    await isReplacedByANewRelease(farmer);
    await readsATag(look, farmer);
    await isInEnglishAndOnADesk(look);
    await signsOut(look, farmer);
    await needsNoScripts(look);
    console.log(`${look.seen} pages looked at`);
  });
} finally {
  gate.close();
}

async function arrives(look) {
  console.log("a farmer opens the page once with a network");
  const farmer = await look.person({ weak: true, permissions: ["geolocation"], geolocation: { latitude: 24.76, longitude: 115.65 } });
  await signIn(farmer, settings.farmer, password);
  await farmer.page.goto("/today");
  await submit(farmer.page, "main a[href='/today/field']");
  await ready(farmer.page);
  await kept(farmer.page);
  const told = await (await farmer.page.request.get("/app.webmanifest?lang=zh-CN")).json();
  demand(told.display === "standalone" && told.start_url === "/today/field" && told.lang === "zh-CN", "it can be installed");
  for (const { src } of told.icons) demand((await farmer.page.request.get(src)).ok(), `${src} is there`);
  await look.look(farmer, "offline-phone-zh-01-field");
  return farmer;
}

/** The script has taken the form over, and the list of trees is there. */
async function ready(page) {
  await page.locator("form[data-ready]").waitFor();
  await page.locator("[data-due] li").first().waitFor();
}

/** Waits until something holds that has to be asked for. */
async function until(page, holds) {
  const source = `(async () => {
    const begun = performance.now();
    while (!(await (${holds})())) {
      if (performance.now() - begun > 60_000) throw new Error("it never held");
      await new Promise((next) => requestAnimationFrame(next));
    }
  })()`;
  await page.evaluate(source);
}

/** The worker of the present release has everything. */
async function kept(page) {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => null));
  await until(page, async () => {
    const version = document.querySelector("[data-version]").dataset.version;
    const names = await caches.keys();
    return names.length === 1 && names[0] === `pomona-field-${version}`
      && (await navigator.serviceWorker.getRegistration("/today"))?.active?.state === "activated";
  });
}

async function networkGoes(farmer) {
  gate.breakDown();
  await farmer.context.setOffline(true);
}

async function networkComes(farmer) {
  gate.open = true;
  await farmer.context.setOffline(false);
}

async function capture(page, { code, photos = [], tag = null, note = "" }) {
  if (code) await page.fill("[name=code]", code);
  if (photos.length) {
    await page.locator("#field-photos").setInputFiles(photos);
    await page.locator("[data-shots] li").nth(photos.length - 1).waitFor();
  }
  if (tag) {
    await page.locator("[data-tag-input]").setInputFiles(tag);
    await page.locator("[data-tag-kept]").waitFor();
  }
  if (note) await page.fill("[name=note]", note);
  await page.locator("form[data-take] button.go").click();
  await page.locator("[data-kept]").waitFor();
}

async function worksWithoutNetwork(look, farmer) {
  console.log("without network");
  await networkGoes(farmer);
  const { page } = farmer;
  await page.goto("/today/field");
  await ready(page);
  await page.locator("form[data-take] button.go").click();
  demand((await page.locator("[data-trouble]").innerText()).length > 5, "what is missing is told");
  await page.locator("[data-due] button").first().click();
  demand((await page.locator("[data-tree].good").innerText()).length > 2, "the tree is named without network");
  await page.fill("[name=code]", `${codes[0].slice(0, 7)}${codes[0][7] === "0" ? "1" : "0"}`);
  demand(await page.locator("[data-tree].error").isVisible(), "a mistyped code is told at once");
  await page.fill("[name=code]", codes[0]);
  await page.locator("#field-photos").setInputFiles([large, small[0]]);
  await page.locator("[data-shots] li").nth(1).waitFor();
  await look.look(farmer, "offline-phone-zh-02-two-photos");
  console.log("the phone closes the page while photos are chosen");
  await page.goto("about:blank");
  await page.goto("/today/field");
  await ready(page);
  await page.locator("[data-shots] li").nth(1).waitFor();
  demand((await page.inputValue("[name=code]")) === codes[0], "what was typed is there again");
  await page.check("[data-place-agreed]");
  await page.locator("[data-place-told]", { hasText: /\d/ }).waitFor();
  await capture(page, { note: "新梢很好" });
  await look.look(farmer, "offline-phone-zh-03-kept");
  await capture(page, { code: codes[0], note: "第二次看" });
  await capture(page, { code: codes[1], photos: [small[1], broken] });
  await capture(page, { tag: small[2], photos: [small[3]] });
  await page.goto("/today");
  demand(page.url().endsWith("/today/field"), "other pages of the day lead to the field");
  await submit(page, "a[data-waits]");
  await page.locator(state("stored")).nth(2).waitFor();
  demand((await page.locator(state("code")).count()) === 1, "one waits for its code");
  await look.look(farmer, "offline-phone-zh-04-queue");
}

async function breaksInTheMiddle(look, farmer) {
  console.log("the network breaks in the middle of a photo");
  const { page } = farmer;
  await page.locator("[data-net][data-why=offline]").waitFor();
  const gone = gate.cutWithin(350_000);
  await networkComes(farmer);
  await gone;
  await farmer.context.setOffline(true);
  await page.locator("[data-net][data-why=offline]").waitFor();
  const bar = page.locator(`${state("stored")} progress`).first();
  demand((await bar.evaluate((one) => one.value)) > 0, "the bar says how far it came");
  await look.look(farmer, "offline-phone-zh-05-broken-line");
  await page.close();
}

async function outlivesTheServer(look, farmer) {
  console.log("the server dies and begins again while the page is closed");
  gate.target = new URL(await beginAgain());
  gate.open = true;
  demand((await observations()).length === 0, "nothing is half there");
  gate.seen = [];
  await networkComes(farmer);
  farmer.page = await farmer.context.newPage();
  await farmer.page.goto("/today/queue");
  await farmer.page.locator(state("accepted")).nth(1).waitFor();
  const first = gate.seen.find((one) => one.method === "PATCH");
  demand(first.offset > 0, "the photo went on where it had come to");
  await farmer.page.locator(state("refused")).waitFor();
  const told = (await observations()).reverse();
  demand(told.length === 2, `two were taken, not ${told.length}`);
  demand(told[0].note === "新梢很好" && told[1].note === "第二次看", "in the order they were taken");
  demand(told[0].photos.length === 2, "with both photos");
  const reason = await farmer.page.locator(`${state("refused")} [data-reason]`).innerText();
  demand(/2/.test(reason) && /[\u4e00-\u9fff]/.test(reason), `the reason is told in words: ${reason}`);
  demand(await farmer.page.locator(`${state("refused")} .wrong`).isVisible(), "and which photo it is");
  await look.look(farmer, "offline-phone-zh-06-refused");
}

async function isMended(look, farmer) {
  console.log("a refused one is mended, a missing code typed");
  const { page } = farmer;
  await page.locator(`${state("refused")} [data-leave-out]`).nth(1).click();
  await page.locator(state("accepted")).nth(2).waitFor();
  const asked = page.locator(`${state("code")} [data-code-form]`);
  await asked.locator("input").fill("12345678");
  await asked.locator("button").click();
  demand(await asked.locator("[data-code-trouble]").isVisible(), "a mistyped code is told");
  await look.look(farmer, "offline-phone-zh-07-code-missing");
  await asked.locator("input").fill(codes[2].toLowerCase());
  await asked.locator("button").click();
  await page.locator(state("accepted")).nth(3).waitFor();
  demand((await observations()).length === 4, "each is there once");
  await look.look(farmer, "offline-phone-zh-08-accepted");
}

async function isSentTwice(farmer) {
  console.log("two tabs send the same at the same moment");
  const { page, context } = farmer;
  await networkGoes(farmer);
  await page.goto("/today/field");
  await ready(page);
  await capture(page, { code: codes[3], photos: [small[4]] });
  // Without locks nothing but the server's memory keeps the two apart.
  await context.addInitScript(() => Object.defineProperty(Navigator.prototype, "locks", { get: () => undefined }));
  const tabs = [await context.newPage(), await context.newPage()];
  for (const tab of tabs) {
    await tab.goto("/today/queue");
    await tab.locator("[data-net][data-why=offline]").waitFor();
  }
  await page.goto("about:blank");
  gate.seen = [];
  gate.meet(2, ({ method, url }) => method === "PUT" && url.startsWith("/api/v1/observations/"));
  await networkComes(farmer);
  for (const tab of tabs) await tab.locator(state("accepted")).nth(4).waitFor();
  const posts = gate.seen.filter(({ method, path }) => method === "PUT" && path.startsWith("/api/v1/observations/"));
  demand(posts.length >= 2, "both tabs sent it");
  demand((await observations()).length === 5, "and it is there once");
  for (const tab of tabs) await tab.close();
}

async function outlivesTheSession(look, farmer) {
  console.log("the session ends while there is no network");
  await networkGoes(farmer);
  await farmer.page.close();
  farmer.page = await farmer.context.newPage();
  const { page } = farmer;
  await page.goto("/today/field");
  await ready(page);
  await capture(page, { code: codes[4], photos: [small[5]] });
  await page.goto("/today/queue");
  await page.locator(state("stored")).waitFor();
  await farmer.context.clearCookies({ name: "pomona_session" });
  await networkComes(farmer);
  await page.locator("[data-net][data-why=signed-out] [data-sign-in]").waitFor();
  demand(await page.locator(state("stored")).isVisible(), "what waits is still there");
  await look.look(farmer, "offline-phone-zh-09-signed-out");
  await submit(page, "[data-sign-in]");
  await page.fill("[name=email]", settings.farmer);
  await page.fill("[name=password]", password);
  await submit(page, "form[action='/sign-in'] button");
  demand(page.url().endsWith("/today/queue"), `signing in leads back, not to ${page.url()}`);
  await page.locator(state("accepted")).nth(5).waitFor();
  await posted(6);
}

async function isReplacedByANewRelease(farmer) {
  console.log("a new release replaces the kept pages, all at once");
  const { page } = farmer;
  const old = await page.locator("[data-version]").getAttribute("data-version");
  const fresh = old.replace(/^.{4}/, old.startsWith("ffff") ? "eeee" : "ffff");
  gate.release = [old, fresh];
  await page.goto("/today/field");
  await page.evaluate(() => navigator.serviceWorker.getRegistration("/today").then((one) => one.update()).then(() => null));
  await kept(page);
  const names = (await page.evaluate(() => caches.keys())).join();
  demand(names === `pomona-field-${fresh}`, `only the new one is kept, not ${names}`);
  await networkGoes(farmer);
  await page.goto("/today/queue");
  demand((await page.locator("[data-version]").getAttribute("data-version")) === fresh, "the new pages open without network");
  await page.locator(state("accepted")).first().waitFor();
  await networkComes(farmer);
  gate.release = null;
}

async function readsATag(look, farmer) {
  console.log("the camera reads a tag, where the browser can");
  const { page } = farmer;
  await page.addInitScript(() => {
    globalThis.BarcodeDetector = class {
      static getSupportedFormats = async () => ["qr_code"];
      detect = async () => (globalThis.shown ? [{ rawValue: globalThis.shown }] : []);
    };
    const canvas = document.createElement("canvas");
    setInterval(() => canvas.getContext("2d").fillRect(0, 0, performance.now() % 10, 10), 50);
    navigator.mediaDevices.getUserMedia = async () => canvas.captureStream(5);
  });
  await page.goto("/today/field");
  await ready(page);
  await page.locator("[data-scan-tag]").click();
  await page.locator("[data-finder]").waitFor();
  await page.evaluate((code) => { globalThis.shown = `https://pomona.example/t/${code}`; }, codes[5]);
  await page.locator("[data-finder]").waitFor({ state: "hidden" });
  demand((await page.inputValue("[name=code]")) === codes[5], "the code is in the field");
  await look.look(farmer, "offline-phone-zh-10-scanned");
}

async function isInEnglishAndOnADesk(look) {
  const desk = await look.person({ ...DESKTOP, isMobile: false, hasTouch: false, locale: "en-GB" });
  await signIn(desk, settings.farmer, password);
  const forms = [["desktop", {}], ["phone", { width: 390, height: 844 }]];
  for (const [name, size] of forms) {
    if (size.width) await desk.page.setViewportSize(size);
    await desk.page.goto("/today/field?lang=en");
    await ready(desk.page);
    await look.look(desk, `offline-${name}-en-11-field`, "en");
    if (name === "desktop") await capture(desk.page, { code: codes[6], photos: [broken] });
    await desk.page.goto("/today/queue?lang=en");
    await desk.page.locator(state("refused")).waitFor();
    await look.look(desk, `offline-${name}-en-12-queue`, "en");
  }
  await desk.page.goto("/today?lang=en");
  await look.look(desk, "offline-phone-en-13-today", "en");
  await desk.context.close();
}

async function signsOut(look, farmer) {
  console.log("signing out asks first, and leaves nothing behind");
  const { page } = farmer;
  await page.goto("/today/field");
  await ready(page);
  await page.fill("[name=code]", "");
  await capture(page, { tag: small[6], photos: [small[7]] });
  await page.goto("/account");
  await page.locator("[data-leave]").click();
  await page.locator("[data-warning]").waitFor();
  await look.look(farmer, "offline-phone-zh-14-leaving");
  await submit(page, "[data-leave]");
  await until(page, async () => {
    const databases = await indexedDB.databases();
    const workers = await navigator.serviceWorker.getRegistrations();
    return databases.length === 0 && workers.length === 0 && (await caches.keys()).length === 0;
  });
}

async function needsNoScripts(look) {
  console.log("the same page is a plain form without scripts");
  const plain = await look.person({ javaScriptEnabled: false });
  await signIn(plain, settings.farmer, password);
  const { page } = plain;
  await page.goto("/today/field");
  await page.fill("[name=code]", codes[7]);
  await page.setInputFiles("#field-photos", small[6]);
  await submit(page, "main form button.go");
  demand(await page.locator(".flash.good").isVisible(), `it is posted, but at ${page.url()}`);
  await posted(7);
}

/** What the server has, the newest first. */
async function observations() {
  await operator.policies();
  return operator.get(`/api/v1/observations?orchard=${orchard}`);
}

async function posted(count) {
  const told = await observations();
  demand(told.length === count, `${told.length} observations, not ${count}`);
}

/** Has the program killed and begun again; gives its new address. */
function beginAgain() {
  return new Promise((resolve, reject) => {
    const line = connect(settings.control, "127.0.0.1", () => line.write("again\n"));
    let told = "";
    line.on("data", (part) => { told += part; });
    line.on("end", () => resolve(told.trim()));
    line.on("error", reject);
  });
}
