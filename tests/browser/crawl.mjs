// Follows links as a person does: from where they begin, through everything a page leads to, one page of each kind.
// It fills in no form.

import { demand } from "./inspect.mjs";

/// Ids and codes in addresses: pages that differ by them alone are of one kind.
const NAMES = [
  [/^\/(t|p|l)\/[^/]+/, "/$1/*"],
  [/\/[a-z]{3}_[0-9A-Za-z]+/g, "/*"],
  [/\/operator\/plates\/[^/]+/, "/operator/plates/*"],
  [/^\/(groups|handovers)\/[^/]+/, "/$1/*"],
  [/\/trees\/[0-9A-Z]{8}/, "/trees/*"],
  [/\/\d{4}(-\d\d-\d\d)?(?=\/|$)/g, "/*"],
];
/// What is no page: files, and the way out.
const NO_PAGE = /\.(csv|pdf|svg|json|txt|png|jpg|xml|atom|ics)$|^\/(assets|api\/v1|photos|sign-out|log|epcis|\.well-known)(\/|$)/;
/// A bound for a page that would lead to ever new kinds.
const KINDS_MAX = 120;

export function kindOf(path) {
  return NAMES.reduce((kind, [found, name]) => kind.replace(found, name), path.split(/[?#]/)[0]);
}

/** Every kind of page that links lead to, with the first address of each; `visit` looks at a page that was opened. */
export async function crawl({ page }, begin, visit) {
  const found = new Map([[kindOf(begin), begin]]);
  for (const [kind, path] of found) {
    const answer = await page.goto(path);
    demand(answer.status() === 200, `${path} answered ${answer.status()}`);
    await visit(kind, path);
    const hrefs = await page.locator("a[href]").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
    for (const href of hrefs) {
      const local = href.startsWith("/") && !href.startsWith("//") && !href.includes("lang=");
      if (local && !NO_PAGE.test(href.split(/[?#]/)[0]) && !found.has(kindOf(href))) found.set(kindOf(href), href);
    }
    demand(found.size <= KINDS_MAX, `${begin} leads to too many kinds of pages: ${[...found.keys()].join(" ")}`);
  }
  return found;
}
