// A second click on a submit button sends nothing twice. The server is safe without this (each form
// carries an idempotency key); here the person also sees that the first click was heard.

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-disabled", "true");
  // What takes long says so.
  for (const busy of form.querySelectorAll("[data-busy]")) busy.hidden = false;
});

// The back button may show the page as it was left: open it for clicks again.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const button of document.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
  for (const busy of document.querySelectorAll("[data-busy]")) busy.hidden = true;
});

// "Kept for you until 12:30 (9 min 12 s left)": the time itself is in the page, this adds what is left of the last hours.
const LAST_MS = 2 * 60 * 60 * 1000;
for (const time of document.querySelectorAll("time[data-countdown]")) {
  if (Date.parse(time.dateTime) - Date.now() > LAST_MS) continue;
  const rest = document.createElement("span");
  rest.className = "num";
  time.after(" ", rest);
  const end = Date.parse(time.dateTime);
  const tick = () => {
    const seconds = Math.max(0, Math.round((end - Date.now()) / 1000));
    rest.textContent = time.dataset.countdown
      .replace("%m", String(Math.floor(seconds / 60)))
      .replace("%s", String(seconds % 60).padStart(2, "0"));
    if (seconds > 0) setTimeout(tick, 1000);
  };
  tick();
}

// On a phone the row of tabs may be wider than the screen: show the present one.
document.querySelector(".tabs [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });
