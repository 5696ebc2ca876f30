// Signing out deletes what is kept on this phone. Whoever has captures that were not sent is told before.

import { captures } from "./store.js";

const form = document.querySelector("form[data-leaving]");
const warning = form?.querySelector("[data-warning]");

form?.addEventListener("submit", async (event) => {
  if (form.dataset.sure) return;
  event.preventDefault();
  event.stopPropagation();
  const open = await unsent();
  form.dataset.sure = "yes";
  if (open === 0) {
    form.requestSubmit();
    return;
  }
  const title = warning.querySelector("[data-title]");
  title.textContent = title.dataset.words.replace("%n", open);
  warning.hidden = false;
  form.querySelector("[data-leave]").textContent = form.dataset.go;
  title.focus();
}, { capture: true });

async function unsent() {
  try {
    return (await captures()).filter((one) => one.state === "stored" || one.state === "refused").length;
  } catch {
    return 0;
  }
}
