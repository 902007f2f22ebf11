// Node's ws and the official client in one conversation: node plain.cjs URL_OF_SOCKET_IO URL_OF_PLAIN_WEBSOCKET
"use strict";

const assert = require("node:assert/strict");
const { io } = require("socket.io-client");
const WebSocket = require("ws");
const { check, run, next, until } = require("./checks.cjs");

const [url, plainUrl] = process.argv.slice(2);
const open = [];

async function plain() {
  const client = new WebSocket(plainUrl);
  const heard = [];
  client.on("message", (data, isBinary) => heard.push(isBinary ? data : data.toString()));
  open.push(() => client.terminate());
  await next(client, "open");
  return { client, heard };
}

async function official() {
  const socket = io(url, { forceNew: true });
  const heard = [];
  socket.on("chat message", (text) => heard.push(text));
  open.push(() => socket.disconnect());
  await next(socket, "connect");
  return { socket, heard };
}

check("both hear both", async () => {
  const [a, b] = [await plain(), await official()];
  a.client.send("from ws");
  await until(() => b.heard.length === 1 && a.heard.length === 1, "heard by both");
  b.socket.emit("chat message", "from socket.io");
  await until(() => b.heard.length === 2 && a.heard.length === 2, "heard by both");
  assert.deepEqual(a.heard, ["from ws", "from socket.io"]);
  assert.deepEqual(b.heard, a.heard);
});

check("unicode, an empty message and a fragmented one arrive", async () => {
  const [a, b] = [await plain(), await official()];
  a.client.send("संवाद \u{1f600}");
  a.client.send("");
  a.client.send("one ", { fin: false });
  a.client.send("message", { fin: true });
  const expected = ["संवाद \u{1f600}", "", "one message"];
  await until(() => b.heard.length === 3 && a.heard.length === 3, "heard by both");
  assert.deepEqual([a.heard, b.heard], [expected, expected]);
});

check("what the plain client cannot know does not disturb it", async () => {
  const [a, b] = [await plain(), await official()];
  b.socket.emit("another event", "not for chat");
  b.socket.emit("chat message", "still here");
  await until(() => a.heard.length === 1, "heard");
  assert.deepEqual(a.heard, ["still here"]);
});

check("a large message passes and a too large one closes with 1009", async () => {
  const [a, b] = [await plain(), await plain()];
  a.client.send("x".repeat(900_000));
  await until(() => b.heard.length === 1, "heard");
  assert.equal(b.heard[0].length, 900_000);
  a.client.send("x".repeat(1_100_000));
  assert.equal((await next(a.client, "close"))[0], 1009);
  b.client.send("alive");
  await until(() => b.heard.includes("alive"), "alive");
});

check("a close is answered with its code", async () => {
  const { client } = await plain();
  client.close(1000);
  assert.equal((await next(client, "close"))[0], 1000);
});

run(() => open.splice(0).forEach((close) => close()));
