// What was written and is not known to be stored: sent in order, one at a time, again and again until there is an answer. Each
// message has an id of its own (clientOffset), so that it is said once, however often it is sent. All of it survives a reload.

import { memory, randomId } from "./memory.js";

const KEPT = "outbox.";
const MOST = 100;
const PASSING = new Set(["offline", "no_answer"]);

/** Tells "change" when what it holds, or the state of something in it, has changed. */
export class Outbox extends EventTarget {
  #connection;
  #sending = false;
  #tab = randomId();
  #timer = null;

  /**
   * What waits, the oldest first: id, room, text, at, state ("queued", "sending", "waiting", "failed"), reason, and when it was
   * acknowledged seq, until the server's copy is there.
   */
  entries = [];

  constructor(connection, event) {
    super();
    this.#connection = connection;
    this.event = event;
    this.#hold();
    this.adopt();
    connection.addEventListener("state", () => this.#connectionChanged());
  }

  #connectionChanged() {
    if (!this.#connection.connected) {
      this.#update();
    }
  }

  /** Whether one more fits. */
  get full() {
    return this.entries.length >= MOST;
  }

  add(room, text) {
    const entry = { id: randomId(), room, text, at: Date.now(), state: "queued", tab: this.#tab };
    this.entries.push(entry);
    this.#keep(entry);
    this.#update();
    this.flush();
  }

  retry(entry) {
    entry.state = "queued";
    this.#update();
    this.flush();
  }

  /** It is stored and shown, or was given up. */
  remove(entry) {
    this.entries = this.entries.filter((other) => other !== entry);
    memory.remove(KEPT + entry.id);
    this.#update();
  }

  /** Takes the server's copy of something: by the id that it was sent with, or by the number that the server has told. */
  arrived(room, seq, offset) {
    const entry = this.entries.find(
      (other) => other.room === room && ((offset && other.id === offset) || (seq && other.seq === seq)),
    );
    if (entry) {
      this.remove(entry);
    }
    return entry;
  }

  /** Sends what can be sent. */
  async flush() {
    if (this.#sending) {
      return;
    }
    this.#sending = true;
    clearTimeout(this.#timer);
    try {
      let entry;
      while (this.#connection.connected && (entry = this.#next())) {
        const wait = await this.#send(entry);
        if (wait) {
          this.#timer = setTimeout(() => this.flush(), wait);
          break;
        }
      }
    } finally {
      this.#sending = false;
    }
  }

  #next() {
    return this.entries.find((entry) => !entry.seq && entry.state !== "failed");
  }

  /** Sends one; milliseconds to wait before anything else is sent. */
  async #send(entry) {
    entry.state = "sending";
    this.#update();
    const args = entry.room === "lobby" ? [] : [{ room: entry.room }];
    try {
      const answer = await this.#connection.request(this.event, entry.text, entry.id, ...args);
      memory.remove(KEPT + entry.id);
      entry.seq = answer?.seq;
      entry.state = "sent";
      this.dispatchEvent(new CustomEvent("acked", { detail: entry }));
      return 0;
    } catch (error) {
      if (PASSING.has(error.code) || error.retryAfter) {
        entry.state = PASSING.has(error.code) || error.code === "too_fast" ? "queued" : "waiting";
        entry.reason = error.message;
        return Math.max(error.retryAfter ?? 0, 200);
      }
      entry.state = "failed";
      entry.reason = error.message;
      return 0;
    } finally {
      this.#update();
    }
  }

  #keep({ id, room, text, at, tab }) {
    memory.set(KEPT + id, { id, room, text, at, tab });
  }

  #update() {
    this.dispatchEvent(new Event("change"));
  }

  /** As long as this page is open, its lock says that what it wrote is its own to send. */
  #hold() {
    navigator.locks?.request(`samvad.tab.${this.#tab}`, () => new Promise(() => {})).catch(() => {});
  }

  /** Takes over what pages left behind that are closed. Should two take the same, the ids make that harmless. */
  async adopt() {
    const held = new Set();
    try {
      (await navigator.locks.query()).held.forEach((lock) => held.add(lock.name));
    } catch {
      // No locks on a page that came without TLS.
    }
    const kept = memory.keys(KEPT).map((key) => memory.get(key));
    const left = kept.filter(
      (entry) => entry?.id && entry.tab !== this.#tab && !held.has(`samvad.tab.${entry.tab}`),
    );
    left.sort((a, b) => a.at - b.at);
    for (const entry of left.slice(0, MOST)) {
      if (!this.entries.some((other) => other.id === entry.id)) {
        const mine = { ...entry, tab: this.#tab, state: "queued" };
        this.entries.push(mine);
        this.#keep(mine);
      }
    }
    this.entries.sort((a, b) => a.at - b.at);
    this.#update();
    this.flush();
  }
}
