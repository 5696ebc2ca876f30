// Two pictures of one tree, one over the other: a slider shows more of the one or the other. Without this script they
// stand side by side.

for (const both of document.querySelectorAll("[data-compare]")) {
  const after = both.querySelector(".after img");
  const slider = document.createElement("input");
  slider.type = "range";
  slider.min = "0";
  slider.max = "100";
  slider.value = "50";
  slider.setAttribute("aria-label", both.dataset.word);
  const line = document.createElement("span");
  line.className = "line";
  line.setAttribute("aria-hidden", "true");
  const show = () => {
    const shown = Number(slider.value);
    after.style.clipPath = `inset(0 0 0 ${100 - shown}%)`;
    line.style.insetInlineStart = `${100 - shown}%`;
    slider.setAttribute("aria-valuetext", `${shown} %`);
  };
  // Further right shows more of the earlier picture, as the line follows the hand.
  slider.dir = "rtl";
  slider.addEventListener("input", show);
  both.append(line, slider);
  both.classList.add("ready");
  show();
}
