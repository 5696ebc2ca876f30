// Posting growth photos from the orchard: previews, checks before sending, progress while sending.
// One observation is one multipart post with an id made here, so a repeat after a broken line stores
// nothing twice. Without this script the same form posts in the ordinary way.

const form = document.querySelector("[data-capture]");
if (form) start(form);

function start(form) {
  const input = form.querySelector("input[type=file]");
  const list = form.querySelector("[data-files]");
  const words = form.dataset;
  let observation = crypto.randomUUID();
  let files = [];

  // "Photograph this tree" beside a waiting tree fills in its code without leaving the page.
  for (const link of document.querySelectorAll("[data-fill-code]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      form.elements.code.value = link.dataset.fillCode;
      form.scrollIntoView({ behavior: "smooth" });
      input.focus({ preventScroll: true });
    });
  }

  input.addEventListener("change", () => {
    files.push(...input.files);
    input.value = "";
    input.required = files.length === 0;
    draw();
  });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    const wrong = files.some(fault) || files.length > Number(words.photosMax);
    if (!form.dataset.sending && !wrong) send();
  }, { capture: true });

  function fault(file) {
    return file.size > Number(words.bytesMax) ? words.wordLarge : "";
  }

  function draw() {
    list.replaceChildren(...files.map(item));
    if (files.length > Number(words.photosMax)) list.append(line("li", words.wordMany, "error"));
  }

  function item(file, index) {
    const picture = document.createElement("img");
    picture.alt = "";
    picture.src = URL.createObjectURL(file);
    picture.addEventListener("load", () => URL.revokeObjectURL(picture.src));
    const remove = line("button", words.wordRemove, "btn small");
    remove.type = "button";
    remove.setAttribute("aria-label", `${words.wordRemove} ${file.name}`);
    remove.addEventListener("click", () => {
      files.splice(index, 1);
      input.required = files.length === 0;
      draw();
    });
    const state = line("span", fault(file) || words.wordReady, fault(file) ? "state error" : "state");
    const row = document.createElement("li");
    row.append(picture, line("span", file.name), remove, state);
    return row;
  }

  function send() {
    form.dataset.sending = "yes";
    const body = new FormData(form);
    body.delete("photos");
    for (const file of files) body.append("photos", file);
    body.set("client_id", observation);
    body.set("idempotency_key", observation);
    const bars = files.map((file, index) => bar(list.children[index]));
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.upload.addEventListener("progress", (event) => progress(bars, event.loaded));
    request.addEventListener("load", () => done(request));
    request.addEventListener("error", () => say(words.wordOffline));
    request.send(body);
  }

  function bar(row) {
    row.querySelector("button")?.remove();
    const shown = document.createElement("progress");
    shown.max = 100;
    shown.setAttribute("aria-label", words.wordSending);
    row.querySelector(".state").replaceWith(shown);
    return shown;
  }

  // The body is sent file after file, so the bytes gone tell how far each file is.
  function progress(bars, sent) {
    let before = 0;
    files.forEach((file, index) => {
      bars[index].value = Math.max(0, Math.min(100, (100 * (sent - before)) / (file.size || 1)));
      before += file.size;
    });
  }

  // Accepted: the server sent us on to the page with the new record. Refused: it sent this form again
  // with a sentence beside what is wrong; that sentence is shown here and the photos are kept.
  function done(request) {
    const answer = new DOMParser().parseFromString(request.responseText, "text/html");
    const landed = new URL(request.responseURL || form.action).pathname;
    if (request.status < 300 && landed.startsWith("/today")) {
      location.assign("/today");
      return;
    }
    if (landed.startsWith("/sign-in")) {
      say(answer.querySelector("h1")?.textContent ?? words.wordOffline);
      return;
    }
    const reasons = [...answer.querySelectorAll("[data-capture] .error, [data-capture] .flash")];
    observation = crypto.randomUUID();
    say(reasons.map((reason) => reason.textContent).join(" ") || words.wordOffline);
  }

  function say(sentence) {
    delete form.dataset.sending;
    draw();
    const said = line("p", sentence, "error");
    said.setAttribute("role", "alert");
    const row = document.createElement("li");
    row.append(said);
    list.append(row);
  }
}

function line(tag, text, name = "") {
  const element = document.createElement(tag);
  element.textContent = text;
  element.className = name;
  return element;
}
