// A plain WebSocket in the lobby for checker.cjs: it hears texts alone, has no acknowledgements, and knows no place.
"use strict";

const WebSocket = require("ws");

const AGAIN = 200;
const PAUSE = 1_000;

class PlainClient {
  constructor(url, name) {
    this.name = name;
    this.operations = [];
    this.connections = [];
    this.stopped = false;
    this.closed = false;
    this.connect(url);
  }

  connect(url) {
    if (this.closed) {
      return;
    }
    this.socket = new WebSocket(url);
    const heard = [];
    this.connections.push(heard);
    this.socket.on("message", (data) => heard.push(data.toString()));
    this.socket.on("error", () => {});
    this.socket.on("close", () => setTimeout(() => this.connect(url), AGAIN));
  }

  start() {
    if (this.stopped) {
      return;
    }
    if (this.socket.readyState === WebSocket.OPEN) {
      const what = `${this.name}-${this.operations.length}`;
      this.operations.push({ by: this.name, person: null, kind: "posted", room: "lobby", target: 0, what, again: true });
      this.socket.send(what);
    }
    setTimeout(() => this.start(), PAUSE);
  }

  stop() {
    this.stopped = true;
  }

  lastHeard() {
    return this.connections.at(-1).at(-1);
  }

  close() {
    this.closed = true;
    this.socket.terminate();
  }
}

module.exports = { PlainClient };
