// A client whose first CONNECT is lost on the way comes in all the same: node lost-connect.cjs URL polling|websocket|upgrade
"use strict";

const assert = require("node:assert/strict");
const { io } = require("socket.io-client");
const { check, run, until } = require("./checks.cjs");
const { TRANSPORTS, HURRY, echo, settled } = require("./talk.cjs");

const [url, mode] = process.argv.slice(2);
const socket = io(url, { transports: TRANSPORTS[mode], ...HURRY });

check("it is let in, and talks", async () => {
  await until(() => socket.connected, "connected");
  await settled(socket, mode);
  assert.deepEqual(await echo(socket, "hello"), ["hello"]);
});

// A request that is never answered would keep the process.
run(() => socket.disconnect()).then(() => process.exit());
