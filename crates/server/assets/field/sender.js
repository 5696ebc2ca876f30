// Sends what waits on this phone, one after the other in the order it was taken, so that the order holds for every tree.
// Runs in a page or in the worker. Repeating any of it is harmless: the server knows captures and photos by the ids that
// were made here.

import { newId } from "./ids.js";
import { captures, change, note, noted, photo, remove, removePhotos, tell } from "./store.js";
import { Later, Offline, Refused, SignedOut, giveUp, observation, post, sendPhoto, session } from "./server.js";

/** Only one tab, or the worker, sends at a time. */
const LOCK = "pomona-field-send";
/** How many accepted ones are shown before the oldest leave. */
const ACCEPTED_MAX = 12;
/** Refusals of a whole that mean: a photo of it has to be sent (again). */
const SEND_AGAIN = ["upload-missing", "upload-unfinished", "upload-hash-differs", "upload-differs"];
/** How often a capture is begun anew in one round. */
const BEGINNINGS_MAX = 3;

/** Whether a capture waits to be sent by whoever is signed in. */
export function waits(capture) {
  return capture.state === "stored" && Boolean(capture.code);
}

/** One round. Gives `why` it ended: `done`, `busy` (another tab is at it), `offline`, `signed-out` or `later`. */
export async function send() {
  if (!navigator.locks) return round();
  return navigator.locks.request(LOCK, { ifAvailable: true }, (lock) => (lock ? round() : { why: "busy" }));
}

async function round() {
  try {
    const who = await session();
    const later = await sendAll(who);
    await lookAfter(who);
    return later ? { why: "later", seconds: later.seconds } : { why: "done" };
  } catch (error) {
    if (error instanceof Offline) return { why: "offline" };
    if (error instanceof SignedOut) return { why: "signed-out" };
    if (error instanceof Later) return { why: "later", seconds: error.seconds };
    throw error;
  }
}

/** Sends until nothing waits; also what is put away meanwhile. A tree whose capture meets a fault has to wait. */
async function sendAll(who) {
  const held = new Set();
  let later = null;
  for (;;) {
    const all = await captures();
    const next = all.find((one) => waits(one) && one.person === who.person && !held.has(one.code));
    if (!next) return later;
    try {
      await sendOne(who, next);
    } catch (error) {
      if (!(error instanceof Later && error.fault)) throw error;
      held.add(next.code);
      later = error;
    }
  }
}

async function sendOne(who, capture) {
  for (let beginning = 1; ; beginning += 1) {
    try {
      for (const one of capture.photos) await sendOnePhoto(who, capture, one);
      await post(who, capture, await deviceName());
      await change(capture.id, (now) => ({ ...now, state: "sent", refusal: null }));
      return;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (SEND_AGAIN.includes(error.code) && beginning < BEGINNINGS_MAX) continue;
      if (error.code.startsWith("uploads-")) throw new Later(0, false);
      await refuse(capture, error);
      return;
    }
  }
}

async function sendOnePhoto(who, capture, { upload, bytes, sha256 }) {
  const kept = await photo(upload);
  if (!kept) throw new Refused(410, { code: "photo-gone" });
  await sendPhoto(who, { upload, bytes, sha256 }, kept.blob, (offset) => {
    tell({ sending: capture.id, upload, offset, bytes });
  });
}

/** Keeps the reason beside the photos; nothing is deleted. */
async function refuse(capture, { code, words, facts }) {
  const refusal = { by: "intake", code, words, index: facts.index ?? null };
  await change(capture.id, (now) => ({ ...now, state: "refused", refusal }));
}

/** Asks what became of those that were sent, and lets old accepted ones go. */
async function lookAfter(who) {
  const own = (await captures()).filter((one) => one.person === who.person);
  for (const { id } of own.filter((one) => one.state === "sent")) await lookAt(id);
  const accepted = (await captures()).filter((one) => one.state === "accepted");
  for (const { id } of accepted.slice(0, -ACCEPTED_MAX)) await remove(id);
}

async function lookAt(id) {
  let told;
  try {
    told = await observation(id);
  } catch (error) {
    // The read models may not show it yet.
    if (error instanceof Refused) return;
    throw error;
  }
  if (told.state === "accepted") {
    await change(id, (now) => ({ ...now, state: "accepted", flagged: false }));
    await removePhotos(id);
  } else if (told.state === "refused" || told.state === "withdrawn") {
    const refusal = { by: "person", code: told.state, words: {}, reason: told.reason, index: null };
    await change(id, (now) => ({ ...now, state: "refused", refusal }));
  } else if (told.state === "flagged") {
    await change(id, (now) => (now.flagged ? null : { ...now, flagged: true }));
  }
}

/** What this phone calls itself: a random word that goes with what is kept here. */
async function deviceName() {
  const known = await noted("device");
  if (known) return known;
  const made = newId("dev_");
  await note("device", made);
  return made;
}

/** Deletes a capture from this phone, and what the server has of its photos, if it can be told now. */
export async function forget({ id, state, photos }) {
  await remove(id);
  if (state === "sent" || state === "accepted") return;
  try {
    const who = await session();
    for (const { upload } of photos) await giveUp(who, upload);
  } catch {
    // What the server has of it is swept in a week.
  }
}
