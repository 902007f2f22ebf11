// Three clients live through a restart of the server: node restart.cjs URL. Says "connected", then waits for the restart.
"use strict";

const assert = require("node:assert/strict");
const { io } = require("socket.io-client");
const { check, run, until } = require("./checks.cjs");

const url = process.argv[2];
const WAYS = [["polling"], ["websocket"], ["polling", "websocket"]];
const clients = WAYS.map((transports) => {
  const socket = io(url, { transports, forceNew: true, reconnectionDelay: 50, reconnectionDelayMax: 100 });
  const client = { socket, connects: 0, reasons: [], heard: [] };
  socket.on("connect", () => client.connects++);
  socket.on("disconnect", (reason) => client.reasons.push(reason));
  socket.on("chat message", (text) => client.heard.push(text));
  return client;
});

check("all come back and talk again", async () => {
  await until(() => clients.every(({ connects }) => connects === 1), "connected");
  console.log("connected");
  await until(() => clients.every(({ reasons }) => reasons.length === 1), "disconnected", 30_000);
  clients.forEach(({ socket }, i) => socket.emit("chat message", `client ${i} is back`));
  await until(() => clients.every(({ connects }) => connects === 2), "connected again", 30_000);
  for (const { reasons } of clients) {
    assert.ok(["transport close", "transport error"].includes(reasons[0]), reasons[0]);
  }
  await until(() => clients.every(({ heard }, i) => heard.includes(`client ${i} is back`)), "all hear themselves");
  clients.forEach(({ socket }) => socket.emit("chat message", "all are back"));
  await until(() => clients.every(({ heard }) => heard.filter((text) => text === "all are back").length === 3), "all hear all");
});

run(() => clients.forEach(({ socket }) => socket.disconnect()));
