// The official client over compressed WebSockets: node compression.cjs URL
"use strict";

const assert = require("node:assert/strict");
const { io } = require("socket.io-client");
const { check, run, next } = require("./checks.cjs");

const [url] = process.argv.slice(2);
const open = new Set();

async function connected(options) {
  const socket = io(url, { forceNew: true, transports: ["websocket"], ...options });
  open.add(socket);
  await next(socket, "connect");
  return socket;
}

const wire = (socket) => socket.io.engine.transport.ws;

async function bytesOfAnEcho(socket, ...args) {
  const before = wire(socket)._socket.bytesRead;
  const answer = next(socket, "echo");
  socket.emit("echo", ...args);
  assert.deepEqual(await answer, args);
  return wire(socket)._socket.bytesRead - before;
}

check("compression is agreed upon without context takeover", async () => {
  const socket = await connected();
  assert.deepEqual({ ...wire(socket)._extensions["permessage-deflate"].params }, {
    server_no_context_takeover: true,
    client_no_context_takeover: true,
  });
});

check("text and bytes come back and take little room", async () => {
  const socket = await connected();
  const text = "नमस्ते and hello, ".repeat(3000);
  assert.ok((await bytesOfAnEcho(socket, text)) < text.length / 10);
  assert.ok((await bytesOfAnEcho(socket, { deep: Buffer.alloc(50_000, "x") })) < 1000);
});

check("a client that does not offer it gets everything as it is", async () => {
  const socket = await connected({ perMessageDeflate: false });
  const text = "hello ".repeat(3000);
  assert.ok((await bytesOfAnEcho(socket, text)) > text.length);
});

run(() => {
  open.forEach((socket) => socket.disconnect());
  open.clear();
});
