// A print button where the browser can print; without scripts the browser's own menu does it. And large files are fetched
// with a sign that they are being drawn, so that nobody asks twice; without scripts the form opens them as it is.

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

for (const form of document.querySelectorAll("form[data-file]")) {
  const [wait, bar, size, failed] = ["[data-wait]", "progress", "[data-size]", "[data-failed]"].map((what) =>
    form.querySelector(what),
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const query = new URLSearchParams(new FormData(form, event.submitter));
    const buttons = [...form.querySelectorAll("button")];
    const said = size.textContent;
    for (const button of buttons) button.disabled = true;
    wait.hidden = false;
    failed.hidden = true;
    try {
      const answer = await fetch(`${form.action}?${query}`);
      if (!answer.ok) throw new Error(String(answer.status));
      const total = Number(answer.headers.get("content-length"));
      const pieces = [];
      let have = 0;
      for (let reader = answer.body.getReader(), part = await reader.read(); !part.done; part = await reader.read()) {
        pieces.push(part.value);
        have += part.value.length;
        if (total) Object.assign(bar, { max: total, value: have });
        size.textContent = `${(have / 1e6).toFixed(1)} MB`;
      }
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob(pieces, { type: "application/pdf" }));
      link.download = `tags-${query.get("part")}.pdf`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    } catch {
      failed.hidden = false;
    }
    bar.removeAttribute("value");
    size.textContent = said;
    wait.hidden = true;
    for (const button of buttons) button.disabled = false;
  });
}
