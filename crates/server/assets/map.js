// The map moves under the hand: dragging, Ctrl with the wheel and two fingers change the window at once, and the server then
// draws what is seen. Without this script the same ways are links; whatever this cannot do, they can.

const SETTLE_MS = 250;
const SMOOTH_MS = 180;
const ASPECT = 4 / 3;
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

let svg;
let view;
let timer;
let asked = 0;
const fingers = new Map();

function adopt() {
  svg = document.querySelector("svg.map");
  if (!svg) return;
  const { zoom, most, x, y, width, whole } = svg.dataset;
  view = { x: Number(x), y: Number(y), width: Number(width), zoom: Number(zoom), most: Number(most), whole: Number(whole) };
  svg.classList.add("live");
  svg.addEventListener("pointerdown", grip);
  svg.addEventListener("pointermove", drag);
  for (const end of ["pointerup", "pointercancel"]) svg.addEventListener(end, drop);
  svg.addEventListener("wheel", roll, { passive: false });
}

function show() {
  const height = view.width / ASPECT;
  svg.setAttribute("viewBox", `${view.x - view.width / 2} ${view.y - height / 2} ${view.width} ${height}`);
  clearTimeout(timer);
  timer = setTimeout(settle, SETTLE_MS);
}

// The nearest window that the server draws.
function settle() {
  const zoom = Math.min(view.most, Math.max(0, Math.round(Math.log2(view.whole / view.width))));
  const address = new URL(location.href);
  address.searchParams.set("zoom", zoom);
  address.searchParams.set("x", Math.round(view.x));
  address.searchParams.set("y", Math.round(view.y));
  look(address);
}

async function look(address) {
  const mine = ++asked;
  const map = document.querySelector("#map");
  map.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { credentials: "same-origin", headers: { accept: "text/html" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine !== asked || fingers.size > 0) return;
    const focused = document.activeElement?.getAttribute("aria-label");
    for (const id of ["#map", "#map-list"]) document.querySelector(id).replaceWith(page.querySelector(id));
    history.replaceState(null, "", address);
    adopt();
    if (focused) document.querySelector(`#map [aria-label="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  } catch {
    location.assign(address);
  } finally {
    document.querySelector("#map").removeAttribute("aria-busy");
  }
}

// A link of the map: the window glides there while the server draws.
function follow(event) {
  const link = event.target.closest?.("#map a.map-field, #map .map-tools a");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  const address = new URL(link.getAttribute("href"), location.href);
  const to = {
    x: Number(address.searchParams.get("x")),
    y: Number(address.searchParams.get("y")),
    width: view.whole / 2 ** Math.min(view.most, Number(address.searchParams.get("zoom"))),
  };
  const from = { ...view };
  const start = performance.now();
  const step = (now) => {
    const part = calm ? 1 : Math.min(1, (now - start) / SMOOTH_MS);
    for (const key of ["x", "y", "width"]) view[key] = from[key] + (to[key] - from[key]) * part;
    show();
    clearTimeout(timer);
    if (part < 1) requestAnimationFrame(step);
    else look(address);
  };
  requestAnimationFrame(step);
}

const metresPerPixel = () => view.width / svg.getBoundingClientRect().width;
const apart = ([one, other]) => Math.hypot(one.x - other.x, one.y - other.y);
let moved = false;

function grip(event) {
  fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  moved = false;
}

function drag(event) {
  const last = fingers.get(event.pointerId);
  if (!last) return;
  const now = { x: event.clientX, y: event.clientY };
  if (!moved && Math.hypot(now.x - last.x, now.y - last.y) < 4) return;
  if (!moved) svg.setPointerCapture(event.pointerId);
  moved = true;
  const before = fingers.size === 2 ? apart([...fingers.values()]) : 0;
  fingers.set(event.pointerId, now);
  if (before > 0) {
    scale(before / Math.max(1, apart([...fingers.values()])));
  } else {
    view.x -= (now.x - last.x) * metresPerPixel();
    view.y -= (now.y - last.y) * metresPerPixel();
  }
  show();
}

function drop(event) {
  fingers.delete(event.pointerId);
}

function scale(by) {
  view.width = Math.min(view.whole, Math.max(view.whole / 2 ** view.most, view.width * by));
}

// Only with the key, or two fingers on a pad: a plain wheel scrolls the page.
function roll(event) {
  if (!event.ctrlKey && !event.metaKey) return;
  event.preventDefault();
  const frame = svg.getBoundingClientRect();
  const right = (event.clientX - frame.left) / frame.width - 0.5;
  const down = (event.clientY - frame.top) / frame.height - 0.5;
  const before = view.width;
  scale(Math.exp(event.deltaY / 500));
  view.x += right * (before - view.width);
  view.y += (down * (before - view.width)) / ASPECT;
  show();
}

document.addEventListener("click", (event) => {
  if (moved && event.target.closest?.("svg.map")) event.preventDefault();
  else follow(event);
  moved = false;
});
adopt();
