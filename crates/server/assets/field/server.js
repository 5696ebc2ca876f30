// Talking to the server from the orchard: one question, one answer, and five ways in which it can go wrong. It knows
// no page and keeps nothing.

/** Nobody answered: no network, or it broke. */
export class Offline extends Error {}
/** The session has ended. */
export class SignedOut extends Error {}
/** Not now; `seconds` is when the server wants to be asked again, `fault` whether something is broken there. */
export class Later extends Error {
  constructor(seconds, fault) {
    super("later");
    Object.assign(this, { seconds, fault });
  }
}
/** What was sent can never be taken as it is. */
export class Refused extends Error {
  constructor(status, problem) {
    super(problem.code ?? String(status));
    Object.assign(this, { status, code: problem.code ?? "", facts: problem.facts ?? {}, words: problem.messages ?? {} });
  }
}

const PATIENCE_MS = 60_000;
const PIECE_BYTES = 128 * 1024;
const PIECE_BYTES_MIN = 32 * 1024;
const PIECE_BYTES_MAX = 1024 * 1024;
/** A piece that went in this time may be followed by a larger one. */
const QUICK_MS = 1_500;
/** How often a photo is begun anew before the round ends. */
const BEGINNINGS_MAX = 3;
/** Refusals that mean: announce it (again) and go on where the server says. */
const BEGIN_AGAIN = ["not-found", "upload-hash-differs", "upload-offset-differs"];

async function ask(method, path, { session, headers = {}, body } = {}) {
  const token = session?.csrf_token ? { "x-csrf-token": session.csrf_token } : {};
  const wish = {
    method, body, headers: { accept: "application/json", ...token, ...headers }, credentials: "same-origin",
    cache: "no-store", redirect: "error", signal: AbortSignal.timeout(PATIENCE_MS),
  };
  let answer;
  try {
    answer = await fetch(path, wish);
    if (answer.ok) return answer.status === 204 ? null : await answer.json();
  } catch {
    throw new Offline();
  }
  throw await wrong(answer);
}

async function wrong(answer) {
  const problem = await answer.json().catch(() => ({}));
  const seconds = Number(answer.headers.get("retry-after")) || 0;
  if (answer.status === 401) return new SignedOut();
  // Somebody signed in anew meanwhile: the next round asks for the new token.
  if (problem.code === "csrf-token-missing") return new Later(seconds, false);
  if (answer.status === 408 || answer.status === 429 || answer.status >= 500) return new Later(seconds, answer.status === 500);
  return new Refused(answer.status, problem);
}

/** Who is signed in, with the token that commands carry. */
export function session() {
  return ask("GET", "/api/v1/sessions/current");
}

/** The trees of the person's orchards. */
export function trees() {
  return ask("GET", "/today/trees.json");
}

/** Sends a photo, from where the server has it on. `told` hears how many bytes are there. */
export async function sendPhoto(session, { upload, bytes, sha256 }, blob, told) {
  const path = `/api/v1/uploads/${upload}`;
  const announce = () => ask("PUT", path, {
    session, headers: { "content-type": "application/json" }, body: JSON.stringify({ bytes, sha256 }),
  });
  let { offset } = await announce();
  let beginnings = 1;
  let size = PIECE_BYTES;
  told(offset);
  while (offset < bytes) {
    const began = performance.now();
    try {
      const piece = blob.slice(offset, offset + size);
      const headers = { "content-type": "application/partial-upload", "upload-offset": String(offset) };
      ({ offset } = await ask("PATCH", path, { session, headers, body: piece }));
      size = performance.now() - began < QUICK_MS ? Math.min(2 * size, PIECE_BYTES_MAX) : Math.max(size / 2, PIECE_BYTES_MIN);
    } catch (error) {
      if (!(error instanceof Refused) || !BEGIN_AGAIN.includes(error.code) || beginnings === BEGINNINGS_MAX) throw error;
      beginnings += 1;
      ({ offset } = await announce());
    }
    told(offset);
  }
}

/** Posts an observation whose photos are there. The same again changes nothing. */
export function post(session, { id, code, stage, note, at, place, photos }, device) {
  const body = {
    code, stage, note: note || null, captured_at: at, place: place ?? null, device,
    photos: photos.map(({ upload, sha256 }) => ({ upload, sha256 })),
  };
  return ask("PUT", `/api/v1/observations/${id}`, {
    session, headers: { "content-type": "application/json", "idempotency-key": id }, body: JSON.stringify(body),
  });
}

/** What became of an observation. */
export function observation(id) {
  return ask("GET", `/api/v1/observations/${id}`);
}

/** Gives a photo up that was on its way. */
export function giveUp(session, upload) {
  return ask("DELETE", `/api/v1/uploads/${upload}`, { session });
}
