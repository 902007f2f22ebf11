// What was written and is not known to be stored: sent in order, one at a time, again and again until there is an answer. Each
// message has an id of its own (clientOffset), so that it is said once, however often it is sent. All of it survives a reload, and
// what a closed tab left behind is sent by another.

import { memory, randomId } from "./memory.js";
import { before, canTell, onceClosed, tab } from "./tab.js";

const KEPT = "outbox.";
const MOST = 100;
const PASSING = new Set(["offline", "no_answer"]);
/** A tab that is loaded anew comes back, and takes its own. */
const GRACE = 2000;

/** Tells "change" when what it holds, or the state of something in it, has changed, and "acked" when something is stored. */
export class Outbox extends EventTarget {
  #connection;
  #lastOf;
  #sending = false;
  #timer = null;
  #watched = new Set([tab]);
  #begun = false;

  /**
   * What waits, the oldest first: id, room, text, action, at, state ("queued", "sending", "waiting", "failed", "sent"), reason ({code, message}); tried
   * is the last entry of the room before the first try; when it was acknowledged, epoch and seq.
   */
  entries = [];

  /** @param lastOf gives the last entry of a room, as {epoch, seq} */
  constructor(connection, event, lastOf) {
    super();
    this.#connection = connection;
    this.#lastOf = lastOf;
    this.event = event;
    this.adopt();
    this.#begun = true;
    connection.addEventListener("state", () => connection.connected || this.#update());
    window.addEventListener("storage", (event) => event.key?.includes(KEPT) && this.adopt());
    window.addEventListener("pagehide", () => canTell || this.#abandon());
    // The browser asks whether one really wants to leave; only where what waits could not be kept.
    window.addEventListener("beforeunload", (event) => this.entries.some(({ id }) => memory.loses(KEPT + id)) && event.preventDefault());
  }

  /** Whether one more fits. */
  get full() {
    return this.entries.length >= MOST;
  }

  add(room, text, action = false) {
    const entry = { id: randomId(), room, text, action, at: Date.now(), state: "queued", tried: null };
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
    if (!entry.tried) {
      entry.tried = this.#lastOf(entry.room);
      this.#keep(entry);
    }
    this.#update();
    const more = { ...(entry.room === "lobby" ? {} : { room: entry.room }), ...(entry.action ? { action: true } : {}) };
    const args = Object.keys(more).length > 0 ? [more] : [];
    try {
      const answer = await this.#connection.request(this.event, entry.text, entry.id, ...args);
      memory.remove(KEPT + entry.id);
      entry.epoch = answer?.epoch;
      entry.seq = answer?.seq;
      entry.state = "sent";
      this.dispatchEvent(new CustomEvent("acked", { detail: entry }));
      return 0;
    } catch (error) {
      entry.reason = { code: error.code, message: error.message };
      if (PASSING.has(error.code) || error.retryAfter) {
        entry.state = PASSING.has(error.code) || error.code === "too_fast" ? "queued" : "waiting";
        return Math.max(error.retryAfter ?? 0, 200);
      }
      entry.state = "failed";
      return 0;
    } finally {
      this.#update();
    }
  }

  #keep({ id, room, text, action, at, tried }, owner = tab) {
    memory.set(KEPT + id, { id, room, text, action, at, tried, tab: owner });
  }

  #update() {
    this.dispatchEvent(new Event("change"));
  }

  /** Takes over what tabs left behind that are closed, or will be. */
  adopt() {
    for (const owner of new Set(kept().map((entry) => entry.tab))) {
      // Where it cannot be told, all of it is taken in the beginning, and later only what has nobody.
      const unsure = !canTell && this.#begun && owner !== "";
      if (unsure || this.#watched.has(owner)) {
        continue;
      }
      this.#watched.add(owner);
      if (owner === before || !canTell) {
        this.#takeFrom(owner);
      } else {
        onceClosed(owner, () => setTimeout(() => onceClosed(owner, () => this.#takeFrom(owner)), GRACE));
      }
    }
  }

  /** Should two tabs take the same, the ids make that harmless. */
  #takeFrom(owner) {
    this.#watched.delete(owner);
    const left = kept().filter((entry) => entry.tab === owner && !this.entries.some((other) => other.id === entry.id));
    for (const entry of left.slice(0, MOST)) {
      const mine = { ...entry, state: "queued" };
      this.entries.push(mine);
      this.#keep(mine);
    }
    this.entries.sort((a, b) => a.at - b.at);
    this.#update();
    this.flush();
  }

  /** Where it cannot be told which tabs are open, this one says that it is not. */
  #abandon() {
    this.entries.filter((entry) => !entry.seq).forEach((entry) => this.#keep(entry, ""));
  }
}

const kept = () => memory.keys(KEPT).map((key) => memory.get(key)).filter((entry) => entry?.id && typeof entry.text === "string");
