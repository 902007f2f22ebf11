// The client of Socket.IO 2.x at a server that recovers sessions, of which it knows nothing: node recovery-v2.cjs URL
// polling|websocket|upgrade
"use strict";

const assert = require("node:assert/strict");
const io = require("socket.io-client-v2");
const { check, run, next, within, until } = require("./checks.cjs");

const [url, mode] = process.argv.slice(2);
const TRANSPORTS = { polling: ["polling"], websocket: ["websocket"], upgrade: ["polling", "websocket"] }[mode];
const open = new Set();
const ask = (socket, ...args) => within(new Promise((resolve) => socket.emit(...args, resolve)), args[0]);

check("it comes back as somebody new, and what it missed is not sent", async () => {
  const [socket, other] = [0, 1].map(() => io(url, { transports: TRANSPORTS, forceNew: true, reconnectionDelay: 10 }));
  open.add(socket).add(other);
  await Promise.all([next(socket, "connect"), next(other, "connect")]);
  const { id } = socket;
  const got = [];
  socket.on("told", (...args) => got.push(args));
  await ask(other, "emit", {}, "told", "hello");
  await until(() => got.length === 1, "told");
  // Socket.IO's server sends it the offset, too: the packet of a broadcast is one for all.
  assert.equal(got[0].length, 2);
  assert.equal(got[0][0], "hello");
  socket.io.opts.reconnection = false;
  socket.io.reconnection(false);
  const lost = next(socket, "disconnect");
  socket.io.engine.close();
  await lost;
  for (let there = 2; there > 1; ) {
    there = (await ask(other, "fetch", {})).length;
  }
  await ask(other, "emit", {}, "told", "while away");
  socket.connect();
  await next(socket, "connect");
  assert.notEqual(socket.id, id);
  assert.equal((await ask(socket, "state")).recovered, false);
  await ask(other, "emit", {}, "told", "again");
  await until(() => got.length === 2, "told again");
  assert.deepEqual(got.map(([text]) => text), ["hello", "again"]);
});

run(() => {
  open.forEach((socket) => socket.disconnect());
  open.clear();
});
