// A client with the options "retries" and "ackTimeout" has a server store numbers, while answers and connections are lost:
// node retries.cjs URL polling|websocket|upgrade
"use strict";

const assert = require("node:assert/strict");
const { io } = require("socket.io-client");
const { check, run, next, within, until } = require("./checks.cjs");

const [url, mode] = process.argv.slice(2);
const TRANSPORTS = { polling: ["polling"], websocket: ["websocket"], upgrade: ["polling", "websocket"] }[mode];
const COUNT = 24;
const open = new Set();

function client(options) {
  const socket = io(url, { transports: TRANSPORTS, forceNew: true, reconnectionDelay: 10, reconnectionDelayMax: 50, ...options });
  open.add(socket);
  return socket;
}

check("each message arrives, in order, and is stored once", async () => {
  const socket = client({ retries: 20, ackTimeout: 150 });
  const store = `${mode} ${Date.now()} ${process.pid}`;
  const numbers = Array.from({ length: COUNT }, (unused, i) => i);
  // The first is said before there is a connection, and the last when two have been lost.
  const answered = [];
  const done = numbers.map(
    (number) =>
      new Promise((resolve, reject) =>
        socket.emit("store", store, number, (error) => {
          answered.push(number);
          error ? reject(error) : resolve();
        }),
      ),
  );
  let connects = 0;
  socket.on("connect", () => connects++);
  await until(() => answered.length > 6, "stored some");
  socket.io.engine.close();
  await until(() => answered.length > 14 && socket.connected, "stored more");
  await until(() => {
    // Not in the queue of what is retried; and dropped while a POST is on its way.
    socket.volatile.emit("cut");
    return connects >= 3;
  }, "connected three times");
  await within(Promise.all(done), "answers to all", 20_000);
  assert.deepEqual(answered, numbers);
  const reader = client();
  await next(reader, "connect");
  const [kept, deliveries] = await within(
    new Promise((resolve) => reader.emit("stored", store, (...args) => resolve(args))),
    "what is stored",
  );
  assert.deepEqual(kept, numbers);
  assert.ok(deliveries >= COUNT + COUNT / 3, `${deliveries} deliveries`);
});

check("who retries in vain is told", async () => {
  const socket = client({ retries: 2, ackTimeout: 50 });
  await assert.rejects(socket.emitWithAck("nobody listens"), /operation has timed out/);
});

run(() => {
  open.forEach((socket) => socket.disconnect());
  open.clear();
});
