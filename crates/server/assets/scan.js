// A scanner types a code and presses enter. Whatever has the focus, typing goes to the scan field,
// and a scanned address (https://…/t/7F3K9Q2M) becomes its code.

const field = document.querySelector("[data-scan]");
field?.select();

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, select, textarea, button, a, summary");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1) return;
  field.value = "";
  field.focus();
});

field?.form.addEventListener("submit", () => {
  field.value = field.value.trim().replace(/^.*\/t\//i, "").replace(/[?#].*$/, "").replace(/-/g, "");
});
