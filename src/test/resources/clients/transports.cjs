// How the official client chooses its transport: node transports.cjs URL URL_OF_A_SERVER_WITH_POLLING_ONLY
"use strict";

const assert = require("node:assert/strict");
const { io } = require("socket.io-client");
const { check, run, next, until } = require("./checks.cjs");

const [url, pollingOnly] = process.argv.slice(2);
const open = new Set();

function client(to, options) {
  const socket = io(to, { forceNew: true, ...options });
  open.add(socket);
  return socket;
}

check("it remembers that the upgrade worked", async () => {
  const socket = client(url, { rememberUpgrade: true });
  const transports = [];
  socket.io.on("open", () => transports.push(socket.io.engine.transport.name));
  await next(socket, "connect");
  await until(() => socket.io.engine.transport.name === "websocket", "upgraded");
  socket.disconnect();
  socket.connect();
  await next(socket, "connect");
  assert.deepEqual(transports, ["polling", "websocket"]);
});

check("it tries the next transport when the first is refused", async () => {
  const socket = client(pollingOnly, { transports: ["websocket", "polling"], tryAllTransports: true });
  await next(socket, "connect");
  assert.equal(socket.io.engine.transport.name, "polling");
  assert.equal(await socket.emitWithAck("acknowledge", "heard"), "heard");
});

check("it stays on polling when the server offers nothing else", async () => {
  const socket = client(pollingOnly, {});
  await next(socket, "connect");
  socket.io.engine.on("upgrading", () => assert.fail("an upgrade was tried"));
  assert.equal(await socket.emitWithAck("acknowledge", "heard"), "heard");
  assert.equal(socket.io.engine.transport.name, "polling");
});

run(() => {
  open.forEach((socket) => socket.disconnect());
  open.clear();
});
