// The wooden plate shows the words while they are typed.

const form = document.querySelector("[data-nameplate]");
const field = form?.querySelector("input[name=text]");
const plate = form?.querySelector("output");
field?.addEventListener("input", () => {
  plate.textContent = field.value.trim() || field.placeholder;
});
