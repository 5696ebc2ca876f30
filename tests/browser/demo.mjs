// The demo as somebody sees it who typed one command: every printed sign-in works, and every page they are led to is
// whole in both languages.

import { readFileSync } from "node:fs";
import { DESKTOP, demand, signIn, withBrowser } from "./inspect.mjs";

const settings = JSON.parse(readFileSync(0, "utf8"));
const { tree, password, signIns } = settings;
const LANGUAGES = { zh: "zh-CN", en: "en" };
/// More pages of a role than the one it begins with.
const MORE = { buyer: ["/account"], farmer: ["/harvest"], operator: ["/operator/orchards", "/operator/people"] };

await withBrowser(settings, async (look) => {
  const visitor = await look.person({});
  await visitor.page.goto("/");
  const campaign = await visitor.page.locator("main a[href^='/campaigns/']").first().getAttribute("href");
  await inBothLanguages(look, visitor, "visitor", ["/", campaign, tree]);
  for (const { login, page } of signIns) {
    const person = await look.person({});
    await signIn(person, login, password);
    demand(!person.page.url().includes("/sign-in"), `${login} cannot sign in`);
    await inBothLanguages(look, person, login, [page, ...(MORE[login] ?? [])]);
    await person.context.close();
  }
  const desk = await look.person({ ...DESKTOP, isMobile: false, hasTouch: false });
  await inBothLanguages(look, desk, "desktop", ["/", campaign, tree]);
  console.log(`${look.seen} pages looked at`);
});

async function inBothLanguages(look, person, who, paths) {
  for (const [short, lang] of Object.entries(LANGUAGES)) {
    for (const path of paths) {
      const answer = await person.page.goto(`${path}?lang=${lang}`);
      demand(answer.status() === 200, `${who}: ${path} answered ${answer.status()}`);
      const name = path.replace(/^\/(t|campaigns)\/.*/, "/$1").slice(1).replaceAll("/", "-") || "home";
      await look.look(person, `demo-${who}-${short}-${name}`, lang);
    }
  }
}
