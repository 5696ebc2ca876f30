// Under the tree: which tree, photos, stage, note. What is put away is on the phone before anything is said, and goes out
// when there is a network. Without this script the same form posts in the ordinary way.

import { codeIn, newId } from "./ids.js";
import { hear, keep, note, noted } from "./store.js";
import { part, persist, roomLeft, row, say, show, waiting, word } from "./page.js";
import { Shots, briefly } from "./shots.js";
import { canScan, scanning } from "./scan-tag.js";
import { placing } from "./place.js";
import { knownTrees } from "./trees.js";
import { installWorker, keepSending, sendInBackground } from "./wake.js";

const form = part("take");
// Browsers keep nothing and hash nothing for pages without TLS: then the plain form stays.
if (form && globalThis.isSecureContext && globalThis.indexedDB) start();

async function start() {
  const { code, stage, note: words } = form.elements;
  const shots = new Shots();
  let keeping = false;
  const sendNow = keepSending(() => drawWaiting());
  const trees = await knownTrees(choose);
  const place = await placing();
  await restore();
  prepare();

  /** Also what was typed and taken before the phone closed the page. */
  async function restore() {
    await shots.restore();
    const typed = (await noted("typed")) ?? {};
    code.value = new URLSearchParams(location.search).get("tree") ?? code.value ?? "";
    code.value ||= typed.code ?? "";
    words.value ||= typed.words ?? "";
    if (typed.stage) stage.value = typed.stage;
  }

  function prepare() {
    for (const name of ["take-button", "album", "tag"]) part(name).hidden = false;
    part("plain-photos").hidden = true;
    form.noValidate = true;
    form.addEventListener("submit", submit, { capture: true });
    form.addEventListener("input", remember);
    for (const input of form.querySelectorAll("[data-photo-input]")) input.addEventListener("change", () => take(input, "photo"));
    part("tag-input").addEventListener("change", (event) => take(event.target, "tag"));
    part("tag-remove").addEventListener("click", () => dropShot(shots.tag.upload));
    code.addEventListener("input", drawTree);
    hear(drawWaiting);
    canScan().then((can) => can && scanning(choose));
    installWorker();
    draw();
    form.dataset.ready = "yes";
  }

  function draw() {
    drawTree();
    drawShots();
    drawWaiting();
    drawRoom();
  }

  function choose(chosen) {
    code.value = chosen;
    drawTree();
    remember();
    form.scrollIntoView({ behavior: "smooth" });
    code.focus({ preventScroll: true });
  }

  function remember() {
    for (const name of ["kept", "trouble"]) say(part(name), null);
    note("typed", { code: code.value, stage: stage.value, words: words.value });
  }

  async function take(input, role) {
    const files = [...input.files];
    input.value = "";
    for (const name of ["kept", "trouble"]) say(part(name), null);
    const limits = form.dataset;
    const trouble = [];
    for (const file of files) {
      if (role === "photo" && shots.photos.length >= Number(limits.photosMax)) trouble.push(word("photo-many"));
      else if (file.size > Number(limits.bytesMax)) trouble.push(word("photo-large"));
      else await shots.add(file, role).catch(() => trouble.push(word("not-kept")));
    }
    say(part("photo-trouble"), [...new Set(trouble)].join(" ") || null);
    persist();
    drawShots();
    drawRoom();
  }

  async function dropShot(upload) {
    await shots.drop(upload);
    drawShots();
  }

  async function submit(event) {
    event.preventDefault();
    event.stopPropagation();
    if (keeping) return;
    keeping = true;
    try {
      const trouble = fault();
      say(part("trouble"), trouble);
      say(part("kept"), null);
      if (!trouble) await putAway();
    } catch {
      say(part("trouble"), word("not-kept"));
    } finally {
      keeping = false;
    }
  }

  function fault() {
    if (code.value.trim() && !codeIn(code.value)) return word("code-wrong");
    if (!code.value.trim() && !shots.tag) return word("need-tree");
    if (!shots.photos.length && !words.value.trim()) return word("need-photo");
    return null;
  }

  async function putAway() {
    const tree = codeIn(code.value);
    await keep({
      id: newId("obs_"), person: part("field").dataset.person, at: new Date().toISOString(), code: tree,
      name: trees.find(tree)?.name ?? "", stage: stage.value, stageWord: stage.selectedOptions[0].textContent,
      note: words.value.trim(), place: place(), state: "stored", flagged: false, refusal: null,
      tag: shots.tag && briefly(shots.tag), photos: shots.photos.map(briefly),
    });
    shots.clear();
    code.value = "";
    words.value = "";
    remember();
    draw();
    say(part("kept"), word("kept"));
    sendInBackground();
    sendNow();
  }

  function drawTree() {
    const known = codeIn(code.value);
    const tree = known && trees.find(known);
    const typed = code.value.replaceAll(/[- ]/g, "").length >= 8;
    part("tree").textContent = tree ? tree.name : known ? word("code-unknown") : typed ? word("code-wrong") : "";
    part("tree").classList.toggle("error", typed && !known);
    part("tree").classList.toggle("good", Boolean(tree));
  }

  function drawShots() {
    part("shots").replaceChildren(...shots.photos.map((one, at) => {
      const drawn = row("shot");
      const picture = part("picture", drawn);
      show(picture, one.thumb);
      picture.alt = word("photo", at + 1);
      const drop = part("remove", drawn);
      drop.setAttribute("aria-label", word("photo-remove", at + 1));
      drop.addEventListener("click", () => dropShot(one.upload));
      return drawn;
    }));
    part("tag-kept").hidden = !shots.tag;
    part("tag").hidden = Boolean(shots.tag);
    if (shots.tag) show(part("tag-picture"), shots.tag.thumb);
  }

  async function drawWaiting() {
    const now = await waiting();
    part("waits").hidden = !now.any;
    part("waits").classList.toggle("refused", now.refused);
    part("waits-words").textContent = now.words;
  }

  async function drawRoom() {
    const left = await roomLeft();
    say(part("room"), left === null ? null : word("nearly-full", left));
  }
}
