// Where the phone is, only if its owner ticked the box. The choice is remembered; the place is asked for anew each time.

import { note, noted } from "./store.js";
import { part, word } from "./page.js";

const PATIENCE_MS = 20_000;
/** A place found so long ago still counts. */
const FRESH_MS = 60_000;
const E7 = 10_000_000;

/** Sets the box up and gives what tells the place as far as it is known: `{ lat_e7, lon_e7 }` or null. */
export async function placing() {
  const [box, told] = [part("place-agreed"), part("place-told")];
  let place = null;
  if (!navigator.geolocation) return () => null;
  part("place").hidden = false;
  box.checked = (await noted("place-agreed")) === true;
  box.addEventListener("change", async () => {
    await note("place-agreed", box.checked);
    find();
  });
  find();

  function find() {
    place = null;
    told.textContent = "";
    if (!box.checked) return;
    told.textContent = word("place-waiting");
    navigator.geolocation.getCurrentPosition(found, () => {
      told.textContent = word("place-denied");
    }, { enableHighAccuracy: true, timeout: PATIENCE_MS, maximumAge: FRESH_MS });
  }

  function found({ coords }) {
    if (!box.checked) return;
    place = { lat_e7: Math.round(coords.latitude * E7), lon_e7: Math.round(coords.longitude * E7) };
    told.textContent = word("place-found", Math.max(1, Math.round(coords.accuracy)));
  }

  return () => {
    const now = box.checked ? place : null;
    find();
    return now;
  };
}
