// Reads a tag's code with the camera, where the browser has a reader of codes (BarcodeDetector). Without one the button
// stays hidden: then the code is typed, or the tag photographed.

import { codeIn } from "./ids.js";
import { part, say, word } from "./page.js";

/** Whether this browser reads QR codes by itself. */
export async function canScan() {
  try {
    return (await BarcodeDetector.getSupportedFormats()).includes("qr_code") && Boolean(navigator.mediaDevices);
  } catch {
    return false;
  }
}

/** Sets the button up; `found` gets the code. */
export function scanning(found) {
  const [button, finder, video, trouble] = ["scan-tag", "finder", "video", "scan-trouble"].map((name) => part(name));
  let stream = null;
  button.hidden = false;
  button.addEventListener("click", start);
  part("scan-stop").addEventListener("click", stop);
  document.addEventListener("visibilitychange", () => document.hidden && stop());

  async function start() {
    say(trouble, null);
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
      video.srcObject = stream;
      finder.hidden = false;
      button.hidden = true;
      await video.play();
      await look(new BarcodeDetector({ formats: ["qr_code"] }));
    } catch {
      stop();
      say(trouble, word("scan-denied"));
    }
  }

  async function look(reader) {
    while (stream) {
      const codes = await reader.detect(video);
      const code = codes.map((one) => codeIn(one.rawValue)).find(Boolean);
      if (code) {
        stop();
        found(code);
        return;
      }
      await new Promise((next) => requestAnimationFrame(next));
    }
  }

  function stop() {
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = null;
    video.srcObject = null;
    finder.hidden = true;
    button.hidden = false;
  }
}
