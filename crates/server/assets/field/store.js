// What is kept on this phone, in one IndexedDB database: captures, their photos, and a few notes (the list of trees).
// It knows no page and no server. Nothing goes away by itself: only what is accepted or deleted by a person does.
//
// A capture: { id, person, at, code, name, stage, stageWord, note, place, tag, photos: [{ upload, name, bytes, sha256,
// thumb }], state: "stored" | "sent" | "accepted" | "refused", flagged, refusal: { by, code, words, index } }.

const DATABASE = "pomona-field";
const VERSION = 1;
const STORES = ["captures", "photos", "notes"];
const KEYS = { captures: "id", photos: "upload", notes: "name" };
/** The name of the channel on which tabs and worker tell each other that something changed. */
const CHANNEL = "pomona-field";
/** Photos that were taken but not yet put away with a capture belong to this one. */
export const DRAFT = "draft";

let opened = null;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(DATABASE, VERSION);
    asked.onupgradeneeded = () => {
      for (const name of STORES) {
        if (!asked.result.objectStoreNames.contains(name)) asked.result.createObjectStore(name, { keyPath: KEYS[name] });
      }
    };
    asked.onerror = () => reject(asked.error);
    asked.onsuccess = () => {
      const database = asked.result;
      // A newer program in another tab, or signing out, must not wait for this one.
      database.onversionchange = () => database.close();
      database.onclose = () => { opened = null; };
      resolve(database);
    };
  });
  opened.catch(() => { opened = null; });
  return opened;
}

/** Does something in one transaction; what `work` gives is given once all of it is on the disk. */
async function within(mode, work) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const all = database.transaction(STORES, mode, { durability: "strict" });
    let given;
    all.oncomplete = () => resolve(given instanceof IDBRequest ? given.result : given);
    all.onabort = () => reject(all.error ?? new Error("the transaction was given up"));
    given = work(Object.fromEntries(STORES.map((name) => [name, all.objectStore(name)])), (value) => { given = value; });
  });
}

/** All captures, the oldest first. */
export async function captures() {
  const all = await within("readonly", ({ captures }) => captures.getAll());
  return all.sort((one, other) => one.at.localeCompare(other.at) || one.id.localeCompare(other.id));
}

/** Keeps a new capture with its photos: all of it or nothing. The photos were drafts until now. */
export async function keep(capture) {
  await within("readwrite", ({ captures, photos }) => {
    captures.put(capture);
    for (const { upload } of [...capture.photos, ...(capture.tag ? [capture.tag] : [])]) {
      const asked = photos.get(upload);
      asked.onsuccess = () => { if (asked.result) photos.put({ ...asked.result, capture: capture.id }); };
    }
  });
  tell({ changed: capture.id });
}

/** Changes a capture that is still there; `how` gets it and gives it changed, or nothing to leave it. */
export async function change(id, how) {
  const changed = await within("readwrite", ({ captures }, give) => {
    const asked = captures.get(id);
    asked.onsuccess = () => {
      const next = asked.result && how(asked.result);
      if (next) captures.put(next);
      give(next ?? asked.result ?? null);
    };
    return null;
  });
  tell({ changed: id });
  return changed;
}

/** Deletes a capture and its photos. */
export async function remove(id) {
  await within("readwrite", ({ captures, photos }) => {
    captures.delete(id);
    removePhotosOf(photos, id);
  });
  tell({ changed: id });
}

/** Deletes the photos of a capture that needs them no longer; their small pictures stay with it. */
export async function removePhotos(id) {
  await within("readwrite", ({ photos }) => removePhotosOf(photos, id));
}

function removePhotosOf(photos, capture) {
  const asked = photos.openCursor();
  asked.onsuccess = () => {
    const cursor = asked.result;
    if (!cursor) return;
    if (cursor.value.capture === capture) cursor.delete();
    cursor.continue();
  };
}

/** Keeps a photo that was just taken, before anything else can go wrong. */
export async function keepPhoto(photo) {
  await within("readwrite", ({ photos }) => { photos.put(photo); });
}

/** A photo with its bytes. */
export function photo(upload) {
  return within("readonly", ({ photos }) => photos.get(upload));
}

/** Deletes one photo. */
export async function removePhoto(upload) {
  await within("readwrite", ({ photos }) => { photos.delete(upload); });
}

/** Photos that were taken and belong to no capture yet, in the order they were taken. */
export async function draftPhotos() {
  const all = await within("readonly", ({ photos }) => photos.getAll());
  return all.filter((one) => one.capture === DRAFT).sort((one, other) => one.taken - other.taken);
}

/** What was noted under a name, or nothing. */
export async function noted(name) {
  return (await within("readonly", ({ notes }) => notes.get(name)))?.value;
}

/** Notes something under a name. */
export async function note(name, value) {
  await within("readwrite", ({ notes }) => { notes.put({ name, value }); });
}

/** Tells the other tabs, the worker and this page. */
export function tell(news) {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage(news);
  channel.close();
}

/** Hears what anybody tells, this page included. */
export function hear(listener) {
  new BroadcastChannel(CHANNEL).addEventListener("message", (event) => listener(event.data));
}
