// The JSON API, for what the people in front of the browser do not do themselves: the bank statement, the scale.

import { randomUUID } from "node:crypto";
import { demand } from "./inspect.mjs";

export class Api {
  constructor(base, token) {
    Object.assign(this, { base, token, position: "" });
  }

  async ask(method, path, body) {
    const headers = { authorization: `Bearer ${this.token}` };
    if (this.position) headers["pomona-position"] = this.position;
    if (method !== "GET") Object.assign(headers, { "idempotency-key": randomUUID(), "content-type": "application/json" });
    const answer = await fetch(this.base + path, { method, headers, body: body && JSON.stringify(body) });
    const text = await answer.text();
    demand(answer.ok, `${method} ${path} answered ${answer.status}: ${text}`);
    const told = answer.headers.get("pomona-position") ?? "";
    if (parseInt(told) > (parseInt(this.position) || 0)) this.position = told;
    return text ? JSON.parse(text) : null;
  }

  get(path) {
    return this.ask("GET", path);
  }

  post(path, body = {}) {
    return this.ask("POST", path, body);
  }

  put(path, body) {
    return this.ask("PUT", path, body);
  }

  /** Waits until the policies have reacted to everything that is in the log now. */
  async policies() {
    const { log_position } = await this.get("/readyz");
    await this.get(`/readyz?policies=${log_position}`);
  }

  /** Waits until a signed checkpoint counts everything that is in the log now. */
  async sealed() {
    const { log_position } = await this.get("/readyz");
    await this.get(`/readyz?checkpoint=${log_position}`);
  }
}
