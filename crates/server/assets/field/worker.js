// Keeps the pages for the orchard and everything they name on the phone, whole and of one release; sends in the
// background where the browser lets it. The server tells what to keep in /sw.js.

import { send } from "./sender.js";

const PREFIX = "pomona-field-";
/** How long a weak network may think before the kept page is shown. */
const PATIENCE_MS = 4_000;

export function keep(shell) {
  const name = PREFIX + shell.version;
  addEventListener("install", (event) => event.waitUntil(install(shell, name)));
  addEventListener("activate", (event) => event.waitUntil(activate(name)));
  addEventListener("fetch", (event) => {
    const answer = answerTo(event.request, shell, name);
    if (answer) event.respondWith(answer);
  });
  addEventListener("sync", (event) => event.waitUntil(sendOrFail()));
}

/** All or nothing: if one file or page cannot be had, the release before stays. */
async function install(shell, name) {
  const cache = await caches.open(name);
  await Promise.all(shell.files.map(async (path) => cache.put(path, await good(await fetch(path, { cache: "reload" })))));
  await Promise.all(shell.pages.map(async (path) => {
    const answer = await good(await fetch(path, { cache: "reload", headers: { accept: "text/html" } }));
    if (!(await isOf(shell, answer))) throw new Error(`${path} is of another release`);
    await cache.put(path, answer);
  }));
  await self.skipWaiting();
}

async function good(answer) {
  if (!answer.ok || answer.redirected) throw new Error(`${answer.url} answered ${answer.status}`);
  return answer;
}

/** A page says of which release it is: kept pages and kept scripts always belong together. */
async function isOf(shell, answer) {
  return (await answer.clone().text()).includes(`data-version="${shell.version}"`);
}

async function activate(name) {
  const old = (await caches.keys()).filter((one) => one.startsWith(PREFIX) && one !== name);
  await Promise.all(old.map((one) => caches.delete(one)));
  await self.clients.claim();
}

function answerTo(request, shell, name) {
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return null;
  if (request.mode === "navigate") return page(request, pathname, shell, name);
  return pathname.startsWith("/assets/") ? file(request, name) : null;
}

async function file(request, name) {
  return (await kept(name, request)) ?? fetch(request);
}

/** What is kept. A worker whose release was replaced has nothing any more, and must not begin a cache anew by asking. */
function kept(name, what) {
  return caches.match(what, { cacheName: name, ignoreVary: true });
}

async function renew(name, path, answer) {
  if (await caches.has(name)) await (await caches.open(name)).put(path, answer);
}

/** The page from the network; if none answers in time, the kept one. Other pages of the day lead to the field. */
async function page(request, path, shell, name) {
  const before = shell.pages.includes(path) ? await kept(name, path) : null;
  const asked = fetch(request);
  try {
    const answer = await (before ? Promise.race([asked, tooLate()]) : asked);
    if (before && answer.ok && !answer.redirected && (await isOf(shell, answer))) await renew(name, path, answer.clone());
    return answer;
  } catch {
    asked.catch(() => {});
    return before ?? Response.redirect(shell.pages[0], 302);
  }
}

function tooLate() {
  return new Promise((_, reject) => setTimeout(() => reject(new Error("too late")), PATIENCE_MS));
}

/** A round that did not come to its end fails, so that the browser tries again when it sees fit. */
async function sendOrFail() {
  const { why } = await send();
  if (why === "offline" || why === "later") throw new Error(why);
}
