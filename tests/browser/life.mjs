// The whole life of an adoption and its money on the demo's data: everybody finds every page by links from where they
// begin, each page is whole on a phone in Chinese and on a desk in English, and what waits for somebody can be done.

import { readFileSync } from "node:fs";
import { crawl, kindOf } from "./crawl.mjs";
import { DESKTOP, demand, signIn, submit, withBrowser } from "./inspect.mjs";

const settings = JSON.parse(readFileSync(0, "utf8"));
const { password } = settings;
const DESK = { ...DESKTOP, isMobile: false, hasTouch: false };
/// What each person must find by following links. What is looked at for one is not looked at again for another.
const FOUND = {
  buyer: [
    "/campaigns/*", "/adoptions/*/pay", "/adoptions/*/nameplate", "/adoptions/*/contract", "/adoptions/*/boxes",
    "/adoptions/*/cancel", "/adoptions/*/remedies", "/adoptions/*/season", "/adoptions/*/share", "/groups/*", "/account",
    "/account/money", "/account/letters",
  ],
  farmer: ["/losses", "/losses/new", "/farm/money", "/today/plates", "/harvest"],
  operator: [
    "/operator/inbox", "/operator/refunds", "/operator/disputes", "/operator/payouts", "/operator/farms",
    "/operator/farms/*/*", "/operator/books", "/operator/invoices", "/operator/clocks", "/operator/coverage",
    "/operator/statements", "/operator/reconciliation", "/operator/reconciliation/wechat-pay/*", "/operator/plates",
    "/operator/plates/*", "/operator/letters", "/operator/campaigns/*", "/operator/campaigns/*/contract", "/losses",
    "/losses/*",
  ],
};
const BEGIN = { buyer: "/garden", farmer: "/today", operator: "/operator" };

await withBrowser(settings, async (look) => {
  const people = {};
  for (const who of Object.keys(BEGIN)) people[who] = await signedIn(look, who);
  await everyPageIsFound(look, people);
  await buyersTurns(look, people.buyer);
  await operatorsTurns(look, people.operator);
  await farmersTurn(look, people.farmer);
  console.log(`${look.seen} pages looked at`);
});

async function signedIn(look, login, options = {}) {
  const person = await look.person(options);
  await signIn(person, login, password);
  demand(!person.page.url().includes("/sign-in"), `${login} cannot sign in`);
  return person;
}

async function everyPageIsFound(look, people) {
  const seen = new Set();
  for (const [who, begin] of Object.entries(BEGIN)) {
    console.log(`${who} follows links`);
    const found = await crawl(people[who], begin, async (kind) => {
      if (!seen.has(kind)) await look.look(people[who], `life-phone-zh-${name(kind)}`);
    });
    for (const kind of FOUND[who]) demand(found.has(kind), `${who} finds no way to ${kind}`);
    const desk = await signedIn(look, who, { ...DESK, locale: "en-GB" });
    for (const kind of FOUND[who].filter((kind) => !seen.has(kind))) {
      const path = found.get(kind);
      await desk.page.goto(`${path}${path.includes("?") ? "&" : "?"}lang=en`);
      await look.look(desk, `life-desktop-en-${name(kind)}`, "en");
    }
    await desk.context.close();
    for (const kind of found.keys()) seen.add(kind);
  }
}

function name(kind) {
  return kind.slice(1).replaceAll("/", "-").replaceAll("*", "x") || "home";
}

/** The addresses on a page that are of a kind. */
async function linksTo(page, kind) {
  const hrefs = await page.locator("main a[href]").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  return [...new Set(hrefs.filter((href) => kindOf(href) === kind))];
}

/** Opens the first page of a kind on which something stands. */
async function openWith(page, from, kind, something) {
  await page.goto(from);
  for (const path of await linksTo(page, kind)) {
    await page.goto(path);
    if (await page.locator(something).count()) return path;
  }
  throw new Error(`${from} leads to no ${kind} with ${something}`);
}

async function buyersTurns(look, buyer) {
  console.log("a buyer chooses a remedy, without scripts");
  const plain = await signedIn(look, "buyer", { javaScriptEnabled: false });
  const remedies = await openWith(plain.page, "/garden", "/adoptions/*/remedies", "form input[value=credit]");
  await submit(plain.page, "form:has(input[value=credit]) button");
  demand(!(await plain.page.locator("form input[value=credit]").count()), "a remedy is chosen once");
  await plain.context.close();
  await buyer.page.goto(remedies);
  await look.look(buyer, "life-phone-zh-remedy-chosen");
  await giftIsAccepted(look, buyer);
  await seasonIsRenewed(look, buyer);
  console.log("a buyer cancels what is paid");
  const { page } = buyer;
  await page.goto(remedies.replace("/remedies", "/cancel"));
  demand(/[1-9]/.test(await page.locator("main dl").first().innerText()), "the plan says what goes back");
  await look.look(buyer, "life-phone-zh-cancel-plan");
  await submit(page, "main form button.bad");
  demand(page.url().endsWith("/garden"), `cancelled, but at ${page.url()}`);
  await page.goto("/account/money");
  await look.look(buyer, "life-phone-zh-money-after");
}

async function giftIsAccepted(look, giver) {
  console.log("somebody accepts a gift");
  await openWith(giver.page, "/garden", "/adoptions/*/share", ".wrap-code");
  const link = new URL(await giver.page.locator(".wrap-code").first().innerText());
  const friend = await signedIn(look, "buyer5", { locale: "en-GB" });
  const { page } = friend;
  await page.goto(`${link.pathname}?lang=en`);
  await look.look(friend, "life-phone-en-gift", "en");
  await page.check("[name=accept]");
  await page.check("[name=no_return]");
  await submit(page, "form[action$='/accept'] button");
  demand(await page.locator(".flash.good").count(), `the gift is theirs, but they are at ${page.url()}`);
  await friend.context.close();
}

/** The next season is taken, and credit pays a part of it. */
async function seasonIsRenewed(look, buyer) {
  console.log("a buyer renews and uses credit");
  const { page } = buyer;
  await openWith(page, "/garden", "/adoptions/*/season", "form input[value=renewed]");
  await look.look(buyer, "life-phone-zh-season-asked");
  await submit(page, "form:has(input[value=renewed]) button");
  if (page.url().endsWith("/nameplate")) {
    await page.fill("[name=text]", "小满一家");
    await submit(page, "main form button.go");
  }
  demand(page.url().endsWith("/contract"), `renewed, but at ${page.url()}`);
  for (const field of ["accept", "no_return", "credit"]) await page.check(`[name=${field}]`);
  await look.look(buyer, "life-phone-zh-contract-with-credit");
  await submit(page, "main form button.go");
  demand(page.url().endsWith("/pay"), `signed, but at ${page.url()}`);
  await look.look(buyer, "life-phone-zh-pay-the-rest");
}

async function operatorsTurns(look, operator) {
  console.log("a second person approves, a bank line is recognised");
  const { page } = operator;
  const turns = [
    ["/operator/refunds?state=unapproved", "form[action$='/approve'] button"],
    ["/operator/payouts?state=unapproved", "form[action$='/approve'] button"],
    ["/operator/statements", "form[action$='/match'] button"],
  ];
  for (const [path, button] of turns) {
    await page.goto(path);
    const before = await page.locator(button).count();
    demand(before > 0, `${path}: nothing to do`);
    await submit(page, button);
    await page.goto(path);
    demand((await page.locator(button).count()) < before, `${path}: it is still to do`);
  }
  await page.goto("/operator/inbox");
  await look.look(operator, "life-phone-zh-inbox-after");
}

async function farmersTurn(look, farmer) {
  console.log("a farmer agrees to a settlement");
  const { page } = farmer;
  await page.goto("/farm/money");
  await submit(page, "form[action$='/agree'] button");
  demand(!(await page.locator("form[action$='/agree']").count()), "it is agreed to once");
  await look.look(farmer, "life-phone-zh-farm-money-after");
}
