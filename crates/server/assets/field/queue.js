// What waits on this phone, and what became of what was sent: one card for each capture, a bar for each photo on its way.
// A refusal is told in words, and everything can be put right and sent again.

import { codeIn, grouped } from "./ids.js";
import { captures, change, hear, noted, photo } from "./store.js";
import { forget } from "./sender.js";
import { drawnWord, megabytes, part, row, say, show, waiting, word } from "./page.js";
import { installWorker, keepSending } from "./wake.js";

const root = part("queue");
const LANG = document.documentElement.lang;
/** A photo is never shown as having nothing in all. */
const LEAST_BYTES = 100 * 1024;
/** The worst first, then what waits, then what is done. */
const ORDER = ["refused", "stored", "sent", "accepted"];
/** How far photos are that are on their way now: upload → [bytes there, bytes in all]. */
const onTheWay = new Map();
let sending = null;
/** How the last round ended, or that one is going on. */
let net = "sending";
/** The cards as they stand: capture → what they were drawn from, and the element. */
const cards = new Map();
let drawing = Promise.resolve();

if (root && globalThis.isSecureContext && globalThis.indexedDB) start();

function start() {
  part("plain").hidden = true;
  for (const name of ["net", "to-field"]) part(name).hidden = false;
  const sendNow = keepSending(drawNet);
  part("send").addEventListener("click", sendNow);
  hear((news) => {
    if (news.upload) {
      onTheWay.set(news.upload, [news.offset, news.bytes]);
      if (sending === news.sending && drawBar(news.upload)) return;
      sending = news.sending;
    } else if (news.changed === sending) {
      sending = null;
    }
    draw();
  });
  installWorker();

  /** One drawing after the other: each begins with what is kept by then. */
  function draw() {
    drawing = drawing.then(drawAll).catch((error) => console.warn("the list could not be drawn", error));
    return drawing;
  }

  async function drawAll() {
    const all = await captures();
    const shown = [...all].sort((one, other) => ORDER.indexOf(one.state) - ORDER.indexOf(other.state));
    const drawn = shown.map(cardOf);
    const list = part("captures");
    // A list that stands already is left alone: somebody may be typing in it.
    if (drawn.length !== list.children.length || drawn.some((one, at) => one !== list.children[at])) list.replaceChildren(...drawn);
    part("empty").hidden = all.length > 0;
    part("done").hidden = !all.some((one) => one.state === "accepted");
    const now = await waiting();
    part("waits-words").textContent = now.words;
    part("send").hidden = !now.ready;
    say(part("net-words"), netWords(now.open));
    root.dataset.drawn = "yes";
  }

  function drawNet({ why }) {
    net = why === "busy" ? "sending" : why;
    part("net").dataset.why = net;
    part("sign-in").hidden = net !== "signed-out";
    if (why !== "sending") sending = null;
    draw();
  }

  /** Silence where "all is sent" would not be true, and where there is nothing to send. */
  function netWords(open) {
    const idle = (net === "done" && open > 0) || (net === "sending" && open === 0);
    return idle ? null : word(`net-${net}`);
  }

  /** The card that stands, as long as it says the same. */
  function cardOf(capture) {
    const said = JSON.stringify([stateOf(capture, capture.person === root.dataset.person), capture]);
    const before = cards.get(capture.id);
    if (before?.said === said) return before.drawn;
    const drawn = card(capture);
    cards.set(capture.id, { said, drawn });
    return drawn;
  }

  function card(capture) {
    const drawn = row("capture");
    const own = capture.person === root.dataset.person;
    const state = stateOf(capture, own);
    drawn.dataset.state = state;
    drawn.dataset.id = capture.id;
    part("state", drawn).append(...drawnWord(`state-${state}`));
    part("name", drawn).textContent = capture.name || (capture.code ? grouped(capture.code) : word("state-code"));
    part("stage", drawn).textContent = capture.stageWord;
    const at = part("at", drawn);
    at.dateTime = capture.at;
    at.textContent = new Date(capture.at).toLocaleString(LANG, { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" });
    say(part("note", drawn), capture.note || null);
    part("photos", drawn).replaceChildren(...capture.photos.map((one, at) => photoRow(capture, one, at)));
    part("other", drawn).hidden = state !== "other";
    part("delete", drawn).hidden = state === "accepted";
    part("forget", drawn).hidden = state !== "accepted";
    for (const name of ["delete-sure", "forget"]) part(name, drawn).addEventListener("click", () => forget(capture));
    if (capture.state === "refused") drawRefusal(drawn, capture);
    if (state === "code" || isAboutTree(capture)) drawCodeForm(drawn, capture);
    return drawn;
  }

  function stateOf(capture, own) {
    if (capture.state === "stored") {
      if (!own) return "other";
      if (!capture.code) return "code";
      return capture.id === sending ? "sending" : "stored";
    }
    return capture.state === "sent" && capture.flagged ? "flagged" : capture.state;
  }

  function photoRow(capture, one, at) {
    const drawn = row("photo");
    drawn.dataset.upload = one.upload;
    show(part("picture", drawn), one.thumb);
    part("label", drawn).textContent = word("photo", at + 1);
    const [there, bytes] = ["sent", "accepted"].includes(capture.state) ? [one.bytes, one.bytes] : onTheWay.get(one.upload) ?? [0, one.bytes];
    fill(drawn, there, bytes, at);
    const out = part("leave-out", drawn);
    if (canBeMended(capture) && capture.photos.length > 1) {
      out.hidden = false;
      out.textContent = word("leave-out", at + 1);
      out.addEventListener("click", () => sendAgain(capture.id, (now) => ({ photos: now.photos.filter(({ upload }) => upload !== one.upload) })));
    }
    drawn.classList.toggle("wrong", capture.refusal?.index === at && capture.state === "refused");
    return drawn;
  }

  /** Moves one bar without drawing the list anew; tells whether it is on the page. */
  function drawBar(upload) {
    const drawn = part("captures").querySelector(`[data-upload="${upload}"]`);
    if (drawn) fill(drawn, ...onTheWay.get(upload));
    return Boolean(drawn);
  }

  function fill(drawn, there, bytes) {
    const bar = part("bar", drawn);
    bar.value = bytes ? Math.floor((100 * there) / bytes) : 0;
    bar.setAttribute("aria-label", part("label", drawn).textContent);
    part("part", drawn).textContent = word("sent-part", megabytes(there), megabytes(Math.max(bytes, LEAST_BYTES)));
  }

  function drawRefusal(drawn, { refusal, id, code }) {
    part("refusal", drawn).hidden = false;
    const unknown = word(refusal.code === "not-found" ? "tree-unknown" : "refused-unknown");
    part("reason", drawn).textContent = refusal.words?.[LANG] ?? refusal.reason ?? unknown;
    part("acts", drawn).hidden = false;
    const [again, retake] = [part("again", drawn), part("retake", drawn)];
    // What a person refused is decided for good under its id; what could not be taken in may come again.
    again.hidden = refusal.by === "person";
    again.addEventListener("click", () => sendAgain(id, () => ({})));
    retake.hidden = !code;
    retake.href = `/today/field?tree=${code}`;
  }

  function drawCodeForm(drawn, capture) {
    const asked = part("code-form", drawn);
    asked.hidden = false;
    asked.elements.code.value = capture.code ?? "";
    const picture = part("tag-picture", asked);
    picture.hidden = !capture.tag;
    if (capture.tag) photo(capture.tag.upload).then((kept) => show(picture, kept?.blob));
    asked.addEventListener("submit", async (event) => {
      event.preventDefault();
      const code = codeIn(asked.elements.code.value);
      part("code-trouble", asked).hidden = Boolean(code);
      if (!code) return;
      const known = ((await noted("trees")) ?? []).find((tree) => tree.code === code);
      await sendAgain(capture.id, () => ({ code, name: known?.name ?? "" }));
    });
  }

  /** Puts a capture back among those that wait, mended. A clock that ran ahead is not believed twice. */
  async function sendAgain(id, how) {
    const now = new Date().toISOString();
    await change(id, (capture) => ({
      ...capture, ...how(capture), at: capture.at > now ? now : capture.at, state: "stored", refusal: null,
    }));
    await sendNow();
  }
}

function canBeMended(capture) {
  return capture.state === "refused" && capture.refusal.by === "intake";
}

/** Refusals that another code may mend. */
function isAboutTree(capture) {
  return canBeMended(capture) && ["not-found", "forbidden"].includes(capture.refusal.code);
}
