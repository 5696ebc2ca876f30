// The network between a phone and the server, as it is in an orchard: it comes and goes, breaks in the middle of a photo,
// and outlives the server behind it. The phone always sees one address.

import { createServer, request as ask } from "node:http";

export class Gate {
  constructor(target) {
    this.target = new URL(target);
    this.open = true;
    /// Bytes of photos that still come through before the line breaks; null while it holds.
    this.cutAfter = null;
    /// What came: method, path and the offset of pieces.
    this.seen = [];
    /// Answers are rewritten from this release to that one: `[old, new]`.
    this.release = null;
    /// Requests that wait for each other: `{ matches, count, waiting }`.
    this.meeting = null;
    this.server = createServer((req, res) => this.pass(req, res));
    this.lines = new Set();
    this.server.on("connection", (line) => {
      this.lines.add(line);
      line.on("close", () => this.lines.delete(line));
    });
  }

  async listen() {
    await new Promise((ready) => this.server.listen(0, "127.0.0.1", ready));
    this.base = `http://127.0.0.1:${this.server.address().port}`;
    return this;
  }

  close() {
    this.breakDown();
    this.server.close();
  }

  /** The network is gone, also for what is on its way. */
  breakDown() {
    this.open = false;
    for (const line of this.lines) line.destroy();
  }

  /** Lets so many bytes of photos through, then the network is gone; resolves when it is. */
  cutWithin(bytes) {
    this.cutAfter = bytes;
    return new Promise((gone) => { this.onCut = gone; });
  }

  /** Holds requests until so many are there that match. */
  meet(count, matches) {
    this.meeting = { count, matches, waiting: [] };
  }

  pass(req, res) {
    if (!this.open) return req.socket.destroy();
    this.seen.push({ method: req.method, path: req.url, offset: Number(req.headers["upload-offset"] ?? NaN) });
    const meeting = this.meeting;
    if (!meeting?.matches(req)) return this.forward(req, res);
    meeting.waiting.push(() => this.forward(req, res));
    if (meeting.waiting.length < meeting.count) return undefined;
    this.meeting = null;
    for (const go of meeting.waiting) go();
    return undefined;
  }

  forward(req, res) {
    const { hostname, port } = this.target;
    const onward = ask({ hostname, port, method: req.method, path: req.url, headers: { ...req.headers, connection: "close" } });
    onward.on("error", () => res.destroy());
    onward.on("response", (answer) => this.back(answer, res));
    res.on("close", () => onward.destroy());
    req.on("data", (bytes) => {
      if (req.method === "PATCH" && this.cutAfter !== null) {
        this.cutAfter -= bytes.length;
        if (this.cutAfter < 0) {
          this.cutAfter = null;
          onward.destroy();
          this.breakDown();
          this.onCut();
          return;
        }
      }
      onward.write(bytes);
    });
    req.on("end", () => onward.end());
  }

  back(answer, res) {
    if (!this.release) {
      res.writeHead(answer.statusCode, answer.rawHeaders);
      answer.pipe(res);
      return;
    }
    const parts = [];
    answer.on("data", (part) => parts.push(part));
    answer.on("end", () => {
      const type = answer.headers["content-type"] ?? "";
      let body = Buffer.concat(parts);
      if (/html|javascript/.test(type)) body = Buffer.from(body.toString("utf8").replaceAll(...this.release));
      const { "content-length": _, "transfer-encoding": __, ...headers } = answer.headers;
      res.writeHead(answer.statusCode, { ...headers, "content-length": body.length });
      res.end(body);
    });
  }
}
