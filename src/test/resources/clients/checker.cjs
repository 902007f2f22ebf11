// Sends and reads while the server is killed and started again: node checker.cjs URL SEED CLIENTS FILE. Says "connected" when all
// are there and stops when its input ends; then it waits until everything is acknowledged and read, writes to the file what
// was acknowledged and what each reader saw, and says "done".
"use strict";

const { writeFileSync } = require("node:fs");
const { io } = require("socket.io-client");
const { until } = require("./checks.cjs");

const [url, seed, count, file] = process.argv.slice(2);
const WAYS = [["polling"], ["websocket"], ["polling", "websocket"]];
const PATIENCE = 40_000;

/** Random numbers from 0 to 1 that are the same for the same seed. */
function random(state) {
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
}

let stopped = false;
let last = 0;
const acked = [];

const clients = Array.from({ length: Number(count) }, (_, number) => {
  const auth = { serverOffset: 0 };
  const next = random(Number(seed) * 1000 + number);
  const socket = io(url, {
    auth,
    transports: WAYS[number % WAYS.length],
    forceNew: true,
    reconnectionDelay: 50,
    reconnectionDelayMax: 300,
    timeout: 3000,
    retries: 1000,
    ackTimeout: 2000,
  });
  const client = { number, socket, saw: [], resets: 0, sent: 0, open: 0 };
  socket.on("chat message", (text, seq, rest) => {
    client.saw.push([seq, text]);
    Object.assign(auth, { serverOffset: seq, epoch: rest.epoch });
  });
  socket.on("reset", ({ epoch, seq }) => {
    client.resets++;
    client.saw.push([seq, null]);
    Object.assign(auth, { serverOffset: seq, epoch });
  });

  /** Until it is acknowledged: a refusal is no acknowledgement. */
  function send(text) {
    socket.emit("chat message", text, text, (lost, answer) => {
      if (lost || answer.error) {
        setTimeout(send, answer?.error.retryAfter ?? 100, text);
        return;
      }
      client.open--;
      last = Math.max(last, answer.seq);
      acked.push([answer.seq, text]);
    });
  }

  function talk() {
    if (!stopped) {
      client.open++;
      send(`${seed}-${number}-${client.sent++}`);
      setTimeout(talk, 10 + next() * 60);
    }
  }
  talk();
  return client;
});

async function main() {
  await until(() => clients.every(({ saw }) => saw.length > 0), "connected", PATIENCE);
  console.log("connected");
  await new Promise((resolve) => process.stdin.on("end", resolve).resume());
  stopped = true;
  await until(() => clients.every(({ open }) => open === 0), "all acknowledged", PATIENCE);
  await until(() => clients.every(({ saw }) => saw.at(-1)[0] >= last), "all read", PATIENCE);
  const readers = clients.map(({ saw, resets }) => ({ saw, resets }));
  writeFileSync(file, JSON.stringify({ acked, readers }));
  clients.forEach(({ socket }) => socket.disconnect());
  console.log("done");
}

main().catch((error) => {
  console.log(`failed ${error.stack}`);
  process.exit(1);
});
