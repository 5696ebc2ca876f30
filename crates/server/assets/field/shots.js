// The photos that are being taken: each is kept on the phone at once, so that none is lost when the phone closes the page
// while the camera is open. Which ones go along is seen on the page.

import { newId, sha256 } from "./ids.js";
import { DRAFT, draftPhotos, keepPhoto, removePhoto } from "./store.js";

const THUMB_PX = 240;

/** The photos of the form, those of before the page was closed included. */
export class Shots {
  constructor() {
    this.taken = [];
  }

  /** What was taken and not yet put away. */
  async restore() {
    this.taken = await draftPhotos();
  }

  get photos() {
    return this.taken.filter((one) => one.role === "photo");
  }

  get tag() {
    return this.taken.find((one) => one.role === "tag") ?? null;
  }

  /** Keeps a file; throws if the phone has no room. */
  async add(file, role) {
    const shot = {
      upload: newId("upl_"), capture: DRAFT, role, taken: Date.now(), name: file.name, bytes: file.size,
      sha256: await sha256(file), thumb: await thumb(file), blob: file,
    };
    await keepPhoto(shot);
    if (role === "tag" && this.tag) await this.drop(this.tag.upload);
    this.taken.push(shot);
  }

  /** Throws one away. */
  async drop(upload) {
    await removePhoto(upload);
    this.taken = this.taken.filter((one) => one.upload !== upload);
  }

  /** They belong to a capture now; the form is empty again. */
  clear() {
    this.taken = [];
  }
}

/** What a capture remembers of a photo; the bytes stay beside it. */
export function briefly({ upload, name, bytes, sha256, thumb }) {
  return { upload, name, bytes, sha256, thumb };
}

/** A small picture, or null for a file that the phone itself cannot draw. */
async function thumb(file) {
  try {
    const bitmap = await createImageBitmap(file);
    const scale = Math.min(1, THUMB_PX / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(bitmap.width * scale));
    canvas.height = Math.max(1, Math.round(bitmap.height * scale));
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    return await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.75));
  } catch {
    return null;
  }
}
