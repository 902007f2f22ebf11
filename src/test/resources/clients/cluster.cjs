// Six clients talk through a load balancer without memory, and live through the death of one of two nodes behind it:
// node cluster.cjs URL. Says "talked", then waits for the death.
"use strict";

const { io } = require("socket.io-client");
const { check, run, until } = require("./checks.cjs");

const url = process.argv[2];
const WAYS = [["polling"], ["websocket"], ["polling", "websocket"]];
const clients = [...WAYS, ...WAYS].map((transports) => {
  const socket = io(url, { transports, forceNew: true, reconnectionDelay: 50, reconnectionDelayMax: 200 });
  const client = { socket, disconnects: 0, heard: [] };
  socket.on("disconnect", () => client.disconnects++);
  socket.on("chat message", (text) => client.heard.push(text));
  socket.on("question", (ack) => ack(socket.id));
  return client;
});
const heardFromAll = (what) => clients.every(({ heard }) => clients.every((_, i) => heard.includes(`${what} ${i}`)));

check("everybody hears everybody on both nodes", async () => {
  await until(() => clients.every(({ socket }) => socket.connected), "connected", 20_000);
  await until(() => clients[2].socket.io.engine.transport.name === "websocket", "upgraded");
  clients.forEach(({ socket }, i) => socket.emit("chat message", `hello ${i}`));
  await until(() => heardFromAll("hello"), "all hear all");
  for (let n = 0; n < 100; n++) {
    clients[0].socket.emit("chat message", `number ${n}`);
  }
  await until(() => clients.every(({ heard }) => heard.includes("number 99")), "all hear the last");
  clients.forEach(({ heard }) => {
    const numbers = heard.filter((text) => text.startsWith("number"));
    numbers.forEach((text, n) => {
      if (text !== `number ${n}`) {
        throw new Error(`${text} in the place of ${n}`);
      }
    });
  });
});

check("who loses a node comes back, and nobody else is disturbed", async () => {
  console.log("talked");
  await until(() => clients.some(({ disconnects }) => disconnects > 0), "a node is gone", 30_000);
  const speaking = setInterval(() => {
    clients.forEach(({ socket }, i) => socket.connected && socket.emit("chat message", `back ${i}`));
  }, 250);
  await until(() => heardFromAll("back"), "all hear all again", 30_000);
  clearInterval(speaking);
});

run(() => {}).then(() => {
  console.log("done");
  clients.forEach(({ socket }) => socket.disconnect());
});
