// The connection to the server: the official client, with a way of coming back that can be shown as a countdown.

import { io } from "/socket.io/socket.io.esm.min.js";

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30_000;
const ANSWER_MILLIS = 10_000;
const CONNECT_MILLIS = 20_000;

export class RequestError extends Error {
  constructor(code, message, retryAfter) {
    super(message);
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

/** Tells "state" whenever #state changes; the socket itself tells what the server says. */
export class Connection extends EventTarget {
  #tries = 0;
  #trying = false;
  #timer = null;
  #due = 0;

  /** @param auth gives what is said at each connection: who this is, and what the page has already */
  constructor(auth) {
    super();
    this.state = "connecting";
    this.reason = "";
    this.socket = io({ auth: (give) => give(auth()), reconnection: false, autoConnect: false });
    this.socket.on("connect", () => {
      clearTimeout(this.#timer);
      this.#tries = 0;
      this.#trying = false;
      this.#become("connected");
    });
    this.socket.on("disconnect", () => this.#later());
    this.socket.on("connect_error", (error) => {
      this.reason = error.data ? error.message : "";
      this.#later();
    });
    window.addEventListener("online", () => this.tryNow());
    window.addEventListener("offline", () => this.#become(this.socket.connected ? "connected" : "offline"));
    document.addEventListener("visibilitychange", () => document.hidden || this.state !== "waiting" || this.tryNow());
  }

  get connected() {
    return this.socket.connected;
  }

  get isPolling() {
    return this.socket.connected && this.socket.io.engine?.transport.name === "polling";
  }

  get secondsLeft() {
    return Math.max(1, Math.ceil((this.#due - performance.now()) / 1000));
  }

  tryNow() {
    if (this.socket.connected || this.#trying) {
      return;
    }
    clearTimeout(this.#timer);
    this.#trying = true;
    this.#become("connecting");
    this.socket.connect();
    // The answer may be lost on the way, and then nothing more would come.
    this.#timer = setTimeout(() => this.again(), CONNECT_MILLIS);
  }

  /** Gives this connection up, for another. */
  again() {
    const told = this.socket.connected;
    this.socket.disconnect();
    if (!told) {
      this.#later();
    }
  }

  #later() {
    clearTimeout(this.#timer);
    this.#trying = false;
    // Many pages lose the same server at the same moment: they must not all come back at the same.
    const wait = Math.min(FIRST_WAIT * 2 ** this.#tries++, LONGEST_WAIT) * (0.75 + Math.random() / 2);
    this.#due = performance.now() + wait;
    this.#timer = setTimeout(() => this.tryNow(), wait);
    this.#become(navigator.onLine === false ? "offline" : "waiting");
  }

  #become(state) {
    this.state = state;
    if (state === "connected") {
      this.reason = "";
    }
    this.dispatchEvent(new Event("state"));
  }

  /** Asks the server; resolves with its answer, rejects with a RequestError. */
  request(event, ...args) {
    if (!this.socket.connected) {
      return Promise.reject(new RequestError("offline", "", 1000));
    }
    return new Promise((resolve, reject) => {
      this.socket.timeout(ANSWER_MILLIS).emit(event, ...args, (lost, answer) => {
        if (lost) {
          reject(new RequestError("no_answer", "", 1000));
        } else if (answer?.error) {
          reject(new RequestError(answer.error.code, answer.error.message, answer.error.retryAfter));
        } else {
          resolve(answer);
        }
      });
    });
  }
}
