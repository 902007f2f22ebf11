// What conversations have in common, whatever the age of the client: ways to connect, and what the counterpart does.
"use strict";

const { next, until } = require("./checks.cjs");

const TRANSPORTS = { polling: ["polling"], websocket: ["websocket"], upgrade: ["polling", "websocket"] };
const HURRY = { reconnectionDelay: 20, reconnectionDelayMax: 100, forceNew: true };

/** What a socket says comes back. */
async function echo(socket, ...args) {
  const answer = next(socket, "echo");
  socket.emit("echo", ...args);
  return answer;
}

/** Tells for each socket that leaves the reason that the server gives, once this one has asked to watch. */
function watch(socket) {
  const reasons = new Map();
  socket.on("gone", (id, reason) => reasons.set(id, reason));
  return async (id) => {
    await until(() => reasons.has(id), `gone: ${id}`);
    return reasons.get(id);
  };
}

/** Waits until a socket that is to upgrade has done so. */
async function settled(socket, mode) {
  if (mode === "upgrade") {
    await until(() => socket.io.engine?.transport?.name === "websocket", "upgraded");
  }
}

module.exports = { TRANSPORTS, HURRY, echo, watch, settled };
