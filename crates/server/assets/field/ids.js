// Names made on the phone, in the grammar of the server: ids (a prefix and 26 characters of Crockford's base32) and the
// codes on tags (8 characters, the last a check digit). Pure functions; nothing is kept here.

const LOWER = "0123456789abcdefghjkmnpqrstvwxyz";
const UPPER = LOWER.toUpperCase();
const CODE_CHARS = 8;
const CODE_MODULUS = 31;

/** A new id, such as `obs_…`: sixteen random bytes. */
export function newId(prefix) {
  return prefix + base32(crypto.getRandomValues(new Uint8Array(16)));
}

/** Bytes as lower-case Crockford base32; the last character is filled up with zero bits. */
export function base32(bytes) {
  let text = "";
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) text += LOWER[(held >>> (bits - 5)) & 31];
    held &= (1 << bits) - 1;
  }
  return bits > 0 ? text + LOWER[(held << (5 - bits)) & 31] : text;
}

/** The SHA-256 of a file, in hex. */
export async function sha256(file) {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
  return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The code in what was typed or scanned (`7f3k-9q2m`, `https://…/t/7F3K9Q2M`), or null if it is mistyped. */
export function codeIn(text) {
  const tail = text.trim().replace(/[?#].*$/, "").replace(/\/+$/, "").split("/").pop();
  const digits = [...tail.toUpperCase()].filter((sign) => sign !== "-" && sign !== " ").map(digitOf);
  if (digits.length !== CODE_CHARS || digits.includes(-1)) return null;
  const sum = digits.slice(0, -1).reduce((sum, digit, at) => sum + (at + 1) * digit, 0);
  return sum % CODE_MODULUS === digits.at(-1) ? digits.map((digit) => UPPER[digit]).join("") : null;
}

function digitOf(sign) {
  return UPPER.indexOf({ I: "1", L: "1", O: "0" }[sign] ?? sign);
}

/** `7F3K-9Q2M`, as it stands on the tag. */
export function grouped(code) {
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}
