// The season's core in a real browser at phone width: a buyer adopts, a farmer posts, a packer ships, a stranger scans.
// Settings come as JSON on standard input from tests/e2e/browser.rs, which has prepared the orchard.

import { readFileSync } from "node:fs";
import { Api } from "./api.mjs";
import { DESKTOP, demand, signIn, submit, withBrowser } from "./inspect.mjs";

const settings = JSON.parse(readFileSync(0, "utf8"));
const { base, campaign, codes, orchard, block } = settings;
const operator = new Api(base, settings.operatorToken);
const go = "main form button.btn.go";

await withBrowser(settings, async (look) => {
  const buyer = await look.person({});
  await buyerAdopts(look, buyer);
  await farmerPosts(look);
  await fruitIsPicked();
  await packerShips(look);
  await buyerSeesTheBox(look, buyer);
  await strangerScans(look);
  await strangerChecks(look);
  await withoutScripts(look);
  await operatorsDesk(look);
  console.log(`${look.seen} pages looked at`);
});

async function buyerAdopts(look, buyer) {
  console.log("a buyer adopts a tree");
  const { page } = buyer;
  await page.goto("/");
  await look.look(buyer, "phone-zh-01-campaigns");
  await page.locator(`a[href^='/campaigns/${campaign}']`).first().click();
  await page.waitForURL(`**/campaigns/${campaign}`);
  await look.look(buyer, "phone-zh-02-campaign");
  await page.locator(`svg.plan a[href*='${codes[0]}']`).click();
  await page.waitForURL(`**tree=${codes[0]}*`);
  await look.look(buyer, "phone-zh-03-tree-picked");
  await submit(page, ".dock a.btn.go");
  await look.look(buyer, "phone-zh-04-is-it-this-tree");
  await submit(page, "main .btn.go");
  await signsUp(look, buyer);
  if (page.url().includes("/trees/")) await submit(page, go, "dblclick");
  await page.waitForURL("**/nameplate");
  await look.look(buyer, "phone-zh-06-nameplate");
  await nameplate(look, buyer);
  await contractIsSigned(look, buyer);
  await pays(look, buyer);
}

async function signsUp(look, buyer) {
  const { page } = buyer;
  if (page.url().includes("/sign-in")) await submit(page, "main a[href^='/sign-up']");
  await page.fill("[name=display]", "林晓满");
  await page.fill("[name=email]", "lin@example.cn");
  await page.fill("[name=password]", settings.password);
  await look.look(buyer, "phone-zh-05-sign-up");
  await submit(page, go);
}

async function nameplate(look, buyer) {
  const { page } = buyer;
  await page.fill("[name=text]", "13800138000");
  await submit(page, go);
  demand(await page.locator(".error").isVisible(), "a phone number on a plate is refused with a sentence");
  demand((await page.inputValue("[name=text]")) === "13800138000", "what was typed is kept");
  await look.look(buyer, "phone-zh-07-nameplate-refused");
  await page.fill("[name=text]", "小满一家");
  demand((await page.locator("output").innerText()) === "小满一家", "the plate shows the words while they are typed");
  await submit(page, go, "dblclick");
  await page.waitForURL("**/contract");
}

async function contractIsSigned(look, buyer) {
  const { page } = buyer;
  await submit(page, go);
  demand(page.url().includes("/contract"), "nothing is accepted unticked");
  await look.look(buyer, "phone-zh-08-contract");
  await page.check("[name=accept]");
  await page.check("[name=no_return]");
  await submit(page, go);
  await page.waitForURL("**/pay");
}

async function pays(look, buyer) {
  const { page } = buyer;
  await look.look(buyer, "phone-zh-09-pay");
  const reference = (await page.locator("#reference").innerText()).replaceAll(/[^0-9A-Z]/g, "");
  const payment = await operator.get(`/api/v1/payments/by-reference/${reference}`);
  await operator.post(`/api/v1/payments/${payment.payment}/captures`, {
    transaction: "BANK-1", amount: payment.amount,
  });
  await operator.policies();
  await submit(page, "main a.btn.go");
  demand(page.url().endsWith("/done"), `paid, but at ${page.url()}`);
  await look.look(buyer, "phone-zh-10-done");
  await page.goBack();
  demand((await page.locator("h1").count()) === 1, "the back button shows a page");
  const { items } = await operator.get(`/api/v1/campaigns/${campaign}/adoptions`);
  demand(items.length === 1 && items[0].status === "confirmed", "double clicks made one adoption, and it is paid");
  await operator.post(`/api/v1/adoptions/${items[0].adoption}/nameplate/approval`);
  await page.goto("/garden");
  await look.look(buyer, "phone-zh-11-garden");
  await boxesArePlanned(look, buyer, items[0].adoption);
}

async function boxesArePlanned(look, buyer, adoption) {
  const { page } = buyer;
  await page.goto(`/adoptions/${adoption}/boxes`);
  const address = ["林晓满", "12", "浙江省", "杭州市", "西湖区", "龙井路 1 号"];
  const fields = ["recipient", "phone", "province", "city", "district", "street"];
  const first = page.locator("fieldset").first();
  for (const [at, field] of fields.entries()) await first.locator(`[name*='${field}']`).fill(address[at]);
  await page.locator("[name=same]").check();
  await submit(page, go);
  demand(await page.locator(".error").first().isVisible(), "a phone number that is none is refused");
  demand((await first.locator("[name*='street']").inputValue()) === "龙井路 1 号", "the address is kept");
  await look.look(buyer, "phone-zh-12-boxes-refused");
  await first.locator("[name*='phone']").fill("13800138000");
  await submit(page, go);
  await look.look(buyer, "phone-zh-13-boxes-planned");
}

async function farmerPosts(look) {
  console.log("a farmer posts from the orchard");
  const farmer = await look.person({});
  const { page } = farmer;
  await signIn(farmer, settings.farmer, settings.password);
  await page.goto("/today");
  await look.look(farmer, "phone-zh-20-today");
  await page.fill("[name=code]", codes[0]);
  await page.selectOption("[name=stage]", { index: 3 });
  await page.setInputFiles("[name=photos]", [settings.photos[0], settings.broken]);
  await page.locator(go).click();
  const refused = page.locator("[data-files] [role=alert]");
  await refused.waitFor();
  demand((await refused.innerText()).trim().length > 5, "a broken picture is explained");
  await look.look(farmer, "phone-zh-21-today-broken-photo");
  await page.locator("[data-files] li").nth(1).locator("button").click();
  await page.setInputFiles("[name=photos]", settings.photos[1]);
  const [upload] = await Promise.all([
    page.waitForRequest((request) => request.url().endsWith("/today/observations")),
    page.waitForEvent("load"),
    page.locator(go).click(),
  ]);
  demand(upload.method() === "POST", "photos are posted");
  await operator.policies();
  await page.goto("/today");
  demand((await page.locator(".seen").count()) > 0, "the post is among the newest");
  await look.look(farmer, "phone-zh-22-today-posted");
  await page.goto("/harvest");
  await look.look(farmer, "phone-zh-23-harvest");
}

/** The scale and the certificate; pages for these are looked at, the figures come over the API. */
async function fruitIsPicked() {
  const { tree } = await operator.get(`/api/v1/trees/by-code/${codes[0]}`);
  const today = (await operator.get("/api/v1/sandbox/clock")).now.slice(0, 10);
  const lot = await operator.post(`/api/v1/orchards/${orchard}/lots`, {
    code: "DP-1", block, picked_on: today, grade: "first", gross_grams: 30_000, tare_grams: 2_000,
    yields: [{ tree: tree.tree, grams: 28_000 }],
  });
  await operator.put(`/api/v1/lots/${lot.id}/certificate`, {
    number: "XW-0001", product: "纽荷尔脐橙", origin: "江西省寻乌县三标乡", producer: "三标合作社",
    contact: "0797-2800000", basis: "own-test", issued_on: today,
  });
  await operator.post(`/api/v1/lots/${lot.id}/allocation`);
  await operator.policies();
}

async function packerShips(look) {
  console.log("a packer packs, hands over, has it delivered");
  const packer = await look.person({});
  const { page } = packer;
  await signIn(packer, settings.packer, settings.password);
  await page.goto("/packing");
  await look.look(packer, "phone-zh-30-packing");
  await scan(page, "ZZZZZZZZ");
  demand(await page.locator(".verdict.bad").isVisible(), "an unknown code is a red stop");
  await look.look(packer, "phone-zh-31-packing-stop");
  await scan(page, `https://pomona.example/t/${codes[0]}`);
  demand(await page.locator(".verdict.bad").isVisible(), "an open address is a red stop");
  await look.look(packer, "phone-zh-32-packing-address-open");
  await submit(page, ".verdict form button");
  await scan(page, codes[0].toLowerCase());
  demand(await page.locator(".verdict.good").isVisible(), "a locked, certified box is a green go");
  await look.look(packer, "phone-zh-33-packing-go");
  await submit(page, ".verdict.good form button", "dblclick");
  await look.look(packer, "phone-zh-34-packed");
  await page.locator("li.parcel details summary").first().click();
  await page.locator("li.parcel [name=tracking]").first().fill("SF1234567890");
  await submit(page, "form[action$='/handover'] button");
  await look.look(packer, "phone-zh-35-handed-over");
  await submit(page, "form[action$='/delivered'] button");
  await look.look(packer, "phone-zh-36-delivered");
}

/** What a hand scanner does: it types into the field and presses enter. */
async function scan(page, code) {
  await page.fill("[name=code]", code);
  await Promise.all([page.waitForNavigation({ waitUntil: "load" }), page.press("[name=code]", "Enter")]);
}

async function buyerSeesTheBox(look, buyer) {
  await buyer.page.goto("/garden");
  demand((await buyer.page.locator("body").innerText()).includes("SF1234567890"), "the tracking number is in the garden");
  await look.look(buyer, "phone-zh-40-garden-delivered");
  await buyer.page.goto("/account");
  await look.look(buyer, "phone-zh-41-account");
  await buyer.page.goto("/account/tokens");
  await look.look(buyer, "phone-zh-42-tokens");
}

async function strangerScans(look) {
  console.log("strangers scan the tag");
  const path = `/t/${codes[0]}`;
  const forms = [
    ["phone-zh-50-tree", "zh-CN", {}],
    ["phone-en-50-tree", "en", { locale: "en-GB" }],
    ["phone-zh-51-tree-dark", "zh-CN", { colorScheme: "dark" }],
    ["desktop-zh-50-tree", "zh-CN", DESKTOP],
    ["desktop-en-51-tree-dark", "en", { ...DESKTOP, isMobile: false, hasTouch: false, locale: "en-GB", colorScheme: "dark" }],
  ];
  for (const [name, lang, options] of forms) {
    const stranger = await look.person(options);
    await stranger.page.goto(path);
    demand((await stranger.page.locator("body").innerText()).includes("小满一家"), "the plate hangs on the page");
    await look.look(stranger, name, lang);
    await stranger.context.close();
  }
  const lost = await look.person({ locale: "en-GB" });
  const answer = await lost.page.goto("/t/ZZZZZZZZ");
  demand(answer.status() === 404, "an unknown code is not found");
  await look.look(lost, "phone-en-52-not-found", "en");
  await lost.page.goto(`/campaigns/${campaign}/contract`);
  await look.look(lost, "phone-en-53-contract", "en");
  await lost.context.close();
}

/** The whole way to the payment with scripts switched off, in English. */
async function strangerChecks(look) {
  console.log("a stranger wants proof");
  await operator.sealed();
  const forms = [
    ["phone-zh-54-proof", "zh-CN", {}],
    ["phone-en-54-proof", "en", { locale: "en-GB", colorScheme: "dark" }],
    ["desktop-zh-54-proof", "zh-CN", DESKTOP],
    ["desktop-en-54-proof", "en", { ...DESKTOP, isMobile: false, hasTouch: false, locale: "en-GB" }],
  ];
  for (const [name, lang, options] of forms) {
    const stranger = await look.person({ ...options, acceptDownloads: true });
    const { page } = stranger;
    await page.goto(`/t/${codes[0]}`);
    await submit(page, `main a[href$='/proof']`);
    demand(page.url().endsWith("/proof"), `the tree's page leads to its proof, not to ${page.url()}`);
    await page.locator("details summary").click();
    await look.look(stranger, name, lang);
    const [file] = await Promise.all([page.waitForEvent("download"), page.locator("main a.btn.go").click()]);
    const history = JSON.parse(readFileSync(await file.path(), "utf8"));
    demand(history.events.length >= 4 && history.left_out === 0, "the whole history is in the file");
    const key = await page.locator("#vkey").innerText();
    demand(history.vkey === key.trim(), "page and file name the same key");
    demand(!JSON.stringify(history).includes("小满一家"), "the words on the plate are not in the file");
    const [proof] = await Promise.all([page.waitForEvent("download"), page.locator(".records a.btn").first().click()]);
    demand(readFileSync(await proof.path(), "utf8").startsWith("c2sp.org/tlog-proof@v1\nindex "), "one proof for one record");
    await stranger.context.close();
  }
}

async function withoutScripts(look) {
  console.log("a buyer without scripts adopts");
  const { page } = await look.person({ javaScriptEnabled: false, locale: "en-GB" });
  await page.goto(`/campaigns/${campaign}?tree=${codes[1]}`);
  await submit(page, ".dock a.btn.go");
  await submit(page, "main .btn.go");
  if (page.url().includes("/sign-in")) await submit(page, "main a[href^='/sign-up']");
  await page.fill("[name=display]", "Jo Plain");
  await page.fill("[name=email]", "jo@example.org");
  await page.fill("[name=password]", settings.password);
  await submit(page, go);
  // Without scripts the second click of a double click aborts the first answer: wait for the form it leads to instead.
  if (page.url().includes("/trees/")) await page.locator(go).first().dblclick({ noWaitAfter: true });
  await page.locator("[name=text]").waitFor();
  await page.fill("[name=text]", "Jo and Sam");
  await submit(page, go);
  await page.check("[name=accept]");
  await page.check("[name=no_return]");
  await submit(page, go);
  await page.waitForURL("**/pay");
  await page.screenshot({ path: `${settings.screenshots}/phone-en-60-pay-without-scripts.png`, fullPage: true });
  await page.goto("/garden");
  demand((await page.locator("article.mine").count()) === 1, "the held tree is in the garden");
}

async function operatorsDesk(look) {
  console.log("the operator looks around");
  const desk = await look.person({ ...DESKTOP, isMobile: false, hasTouch: false });
  await signIn(desk, settings.operator, settings.password);
  const pages = [
    ["overview", "/operator"], ["campaign", `/operator/campaigns/${campaign}`], ["campaign-new", "/operator/campaigns/new"],
    ["orchards", "/operator/orchards"], ["orchard", `/operator/orchards/${orchard}`], ["import", "/operator/trees/import"],
    ["register", "/register"], ["register-map", "/register/map"], ["map", `/campaigns/${campaign}/map`],
    ["tags", "/operator/tags"], ["people", "/operator/people"], ["api-docs", "/api/docs"],
  ];
  for (const [at, [name, path]] of pages.entries()) {
    const answer = await desk.page.goto(path);
    demand(answer.ok(), `${path} answered ${answer.status()}`);
    await look.look(desk, `desktop-zh-${70 + at}-${name}`);
  }
  await mapIsWalked(look, desk);
}

// The map without a mouse: a tool is reached with the keyboard, the drawing changes in place, and so does the list.
async function mapIsWalked(look, desk) {
  const { page } = desk;
  await page.goto(`/campaigns/${campaign}/map`);
  const trees = await page.locator("svg.map use").count();
  demand(trees > 0, "trees are on the map");
  const nearer = page.locator(".map-tools a").first();
  if ((await nearer.count()) === 0) return;
  const before = await page.locator("svg.map").getAttribute("data-zoom");
  await nearer.focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction((zoom) => document.querySelector("svg.map").dataset.zoom !== zoom, before);
  demand((await page.locator("svg.map use").count()) <= trees, "nearer is not more");
  demand(page.url().includes("zoom="), "the address says where one is");
  await look.look(desk, "desktop-zh-89-map-nearer");
}
