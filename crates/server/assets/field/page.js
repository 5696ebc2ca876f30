// Small things both pages share: words and rows that the server put into the page, the line that says how many wait,
// and how full the phone is.

import { captures } from "./store.js";

/** Below so many megabytes a person is told. */
const ROOM_MB_MIN = 200;
const MEGABYTE = 1024 * 1024;

/** The first element with `data-<name>` within `root`. */
export function part(name, root = document) {
  return root.querySelector(`[data-${name}]`);
}

/** The words under a name, with `%n` and `%m` filled in. */
export function word(name, n = "", m = "") {
  return wordElement(name).textContent.trim().replaceAll("%n", n).replaceAll("%m", m);
}

/** The words with their drawing, as elements. */
export function drawnWord(name) {
  return [...wordElement(name).cloneNode(true).childNodes];
}

function wordElement(name) {
  return part("words").content.querySelector(`[data-word="${name}"]`);
}

/** A new row of a kind. */
export function row(kind) {
  return document.querySelector(`template[data-row="${kind}"]`).content.firstElementChild.cloneNode(true);
}

/** Shows an element with these words, or hides it where there are none. */
export function say(element, words) {
  element.textContent = words ?? "";
  element.hidden = !words;
}

/** Megabytes, for reading. */
export function megabytes(bytes) {
  return (bytes / MEGABYTE).toFixed(1);
}

/** How many captures wait, in words; whether there are any on this phone. */
export async function waiting() {
  const all = await captures();
  const open = all.filter((one) => one.state === "stored").length;
  const ready = all.some((one) => one.state === "stored" && one.code);
  const refused = all.some((one) => one.state === "refused");
  return { any: all.length > 0, open, ready, refused, words: open ? word("waiting", open) : word("nothing-waits") };
}

/** Asks the browser to keep what is here, also when it needs room. */
export async function persist() {
  try {
    if (!(await navigator.storage.persisted())) await navigator.storage.persist();
  } catch {
    // A browser that does not promise it keeps it all the same, as long as there is room.
  }
}

/** The megabytes that are left when they are few, else nothing. */
export async function roomLeft() {
  try {
    const { quota, usage } = await navigator.storage.estimate();
    const left = Math.floor((quota - usage) / MEGABYTE);
    return left < ROOM_MB_MIN ? left : null;
  } catch {
    return null;
  }
}

/** A picture of bytes that are on this phone. */
export function show(picture, blob) {
  if (!blob) return;
  picture.src = URL.createObjectURL(blob);
  picture.addEventListener("load", () => URL.revokeObjectURL(picture.src), { once: true });
}
