// What only the msgpack parser can say, and clients beside it: node msgpack.cjs URL URL_OF_A_CHAT URL_OF_ITS_PLAIN_CLIENTS
"use strict";

const assert = require("node:assert/strict");
const { io } = require("socket.io-client");
const { WebSocket } = require("ws");
const parser = require("socket.io-msgpack-parser");
const { check, run, next, until } = require("./checks.cjs");

const [url, chat, plainUrl] = process.argv.slice(2);
const open = new Set();

function client(to, options) {
  const socket = io(to, { forceNew: true, parser, ...options });
  open.add(socket);
  return socket;
}

async function connected(to, options) {
  const socket = client(to, options);
  await next(socket, "connect");
  return socket;
}

async function echo(...args) {
  const socket = await connected(url);
  const answer = next(socket, "echo");
  socket.emit("echo", ...args);
  return answer;
}

check("whole numbers come back in every size", async () => {
  const numbers = [];
  for (let bits = 0; bits < 63; bits++) {
    for (const near of [-1, 0, 1]) {
      numbers.push(2 ** bits + near, -(2 ** bits) + near);
    }
  }
  // The parser of the client itself loses the sign of a zero.
  assert.deepEqual(await echo(numbers), [numbers.map((number) => number + 0)]);
});

check("decimals come back to the last bit", async () => {
  const numbers = [0.1, -0.1, 1 / 3, Math.PI, 5e-324, 1.7976931348623157e-308, 123456.789];
  assert.deepEqual(await echo(...numbers), numbers);
});

check("what JSON has no form for comes back as JSON would have it", async () => {
  const date = new Date("2026-11-22T08:30:00.123Z");
  assert.deepEqual(await echo(date, undefined, NaN, Infinity, { date, none: undefined }), [
    date.toJSON(),
    null,
    null,
    null,
    { date: date.toJSON(), none: null },
  ]);
});

check("buffers of each kind and length come back as bytes", async () => {
  for (const length of [0, 1, 2, 4, 8, 16, 255, 256, 65535, 65536]) {
    const bytes = Buffer.alloc(length, 7);
    const view = new Uint8Array(length).fill(7);
    assert.deepEqual(await echo(bytes, view.buffer, { view }), [bytes, bytes, { view: bytes }]);
  }
});

check("an object that looks like a placeholder is an object", async () => {
  const trap = { _placeholder: true, num: 0 };
  assert.deepEqual(await echo(trap, Buffer.from("b")), [trap, Buffer.from("b")]);
});

check("strings and lists of any length come back", async () => {
  for (const length of [0, 15, 16, 31, 32, 255, 256, 65535, 65536]) {
    const values = ["x".repeat(length), "é".repeat(length), new Array(length).fill(1)];
    assert.deepEqual(await echo(...values), values);
  }
  const wide = Object.fromEntries(Array.from({ length: 70_000 }, (unused, i) => [`k${i}`, i]));
  assert.deepEqual(await echo(wide), [wide]);
});

check("a client with another parser is told so by a close", async () => {
  const socket = client(url, { parser: undefined, reconnection: false, transports: ["websocket"] });
  const [reason] = await next(socket.io, "close");
  assert.equal(reason, "transport close");
});

check("plain clients are in the same conversation", async () => {
  const [polling, websocket] = await Promise.all([
    connected(chat, { transports: ["polling"] }),
    connected(chat, { transports: ["websocket"] }),
  ]);
  const plain = new WebSocket(plainUrl);
  await next(plain, "open");
  const heard = { polling: [], websocket: [], plain: [] };
  polling.on("chat message", (text) => heard.polling.push(text));
  websocket.on("chat message", (text) => heard.websocket.push(text));
  plain.on("message", (data, binary) => heard.plain.push(binary ? data : data.toString()));
  await websocket.emitWithAck("chat message", "from msgpack");
  await polling.emitWithAck("chat message", Buffer.from([1, 2, 3]));
  await until(() => Object.values(heard).every((list) => list.length === 2), "everybody heard msgpack");
  plain.send("from a plain client");
  await until(() => Object.values(heard).every((list) => list.length === 3), "everybody heard the plain one");
  const all = ["from msgpack", Buffer.from([1, 2, 3]), "from a plain client"];
  assert.deepEqual(heard, { polling: all, websocket: all, plain: all });
  plain.terminate();
});

run(() => {
  open.forEach((socket) => socket.disconnect());
  open.clear();
});
