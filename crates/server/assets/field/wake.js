// When to send: when the network comes back, when the page is looked at again, when something was put away, when
// somebody asks for it. While the page is looked at and something waits, also now and then, more and more seldom; a
// hidden page sets no timer and wakes no phone.

import { captures } from "./store.js";
import { send, waits } from "./sender.js";

const FIRST_MS = 4_000;
const LAST_MS = 5 * 60_000;

/** Sends now and whenever it makes sense. `told` hears `{ why: "sending" }` and how each round ended. Gives what asks
 * for a round at once. */
export function keepSending(told) {
  let pause = FIRST_MS;
  let timer = 0;

  async function turn() {
    clearTimeout(timer);
    told({ why: "sending" });
    const outcome = await send().catch((error) => {
      console.warn("sending broke off", error);
      return { why: "later", seconds: 0 };
    });
    told(outcome);
    await plan(outcome);
  }

  async function plan({ why, seconds = 0 }) {
    const all = await captures();
    const open = all.some(waits) || all.some((one) => one.state === "sent" && !one.flagged);
    if (!open || why === "signed-out") pause = FIRST_MS;
    if (!open || why === "signed-out" || document.hidden || !navigator.onLine) return;
    clearTimeout(timer);
    timer = setTimeout(turn, Math.max(pause, seconds * 1000));
    pause = Math.min(2 * pause, LAST_MS);
  }

  function anew() {
    pause = FIRST_MS;
    return turn();
  }

  addEventListener("online", anew);
  document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : anew()));
  turn();
  return anew;
}

/** Has the browser keep the pages for the orchard, and send once there is a network although no page is open. */
export async function installWorker() {
  if (!navigator.serviceWorker) return;
  try {
    await navigator.serviceWorker.register("/sw.js", { scope: "/today", type: "module" });
  } catch (error) {
    // An old browser: photos are kept and sent all the same, only the page itself needs a network to open.
    console.warn("the pages are not kept on this phone", error);
  }
}

/** Asks for one round once there is a network (Background Sync, where the browser has it). */
export async function sendInBackground() {
  const worker = await navigator.serviceWorker?.getRegistration("/today");
  await worker?.sync?.register("pomona-send").catch(() => {});
}
