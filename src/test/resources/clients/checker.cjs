// Sends and reads while the server is disturbed: node checker.cjs URL,URL… SEED CLIENTS FILE. Says "connected" when all are
// there and stops when its input ends; then it waits until everything is acknowledged and read, writes to the file what was
// sent, what was acknowledged and what each reader heard, and says "done".
"use strict";

const { writeFileSync } = require("node:fs");
const { io } = require("socket.io-client");
const { until } = require("./checks.cjs");

const [urls, seed, count, file] = process.argv.slice(2);
const WAYS = [["polling"], ["websocket"], ["polling", "websocket"]];
const PATIENCE = 40_000;
const ACK_TIMEOUT = 2_000;

/** Random numbers from 0 to 1 that are the same for the same seed. */
function random(state) {
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
}

let stopped = false;
const sent = [];
const acked = [];

/** Half of them try again by the client's own means, one message at a time; the others on their own, many at a time. */
function connect(number, auth) {
  const url = urls.split(",")[number % urls.split(",").length];
  const transports = WAYS[number % WAYS.length];
  const options = { auth, transports, forceNew: true, reconnectionDelay: 50, reconnectionDelayMax: 300, timeout: 3000 };
  const patient = number % 2 === 0;
  return io(url, patient ? { ...options, retries: 100_000, ackTimeout: ACK_TIMEOUT } : options);
}

function start(number) {
  const auth = { serverOffset: 0 };
  const next = random(Number(seed) * 1000 + number);
  const socket = connect(number, auth);
  const client = { name: `js${number}`, socket, heard: [], messages: 0, open: 0 };

  function hear({ room, epoch, seq }, kind, id) {
    client.heard.push([room, epoch, seq, kind, id]);
    Object.assign(auth, { serverOffset: seq, epoch });
  }
  socket.on("chat message", (text, seq, rest) => hear({ ...rest, seq }, "posted", text));
  socket.on("reset", (position) => hear(position, "reset", null));

  /** Until it is acknowledged: a refusal is no acknowledgement. */
  function send(id) {
    const tries = number % 2 === 0 ? socket : socket.timeout(ACK_TIMEOUT);
    tries.emit("chat message", id, id, (lost, answer) => {
      if (lost || answer.error) {
        setTimeout(send, answer?.error.retryAfter ?? 100, id);
        return;
      }
      client.open--;
      acked.push([answer.room, answer.epoch, answer.seq, "posted", id]);
    });
  }

  function talk() {
    if (!stopped) {
      const id = `${client.name}-${client.messages++}`;
      sent.push(id);
      client.open++;
      send(id);
      setTimeout(talk, 20 + next() * 100);
    }
  }
  talk();
  return client;
}

/** Number of the newest entry; everybody has been acknowledged by now, so nothing follows. */
function head(client) {
  return client.socket
    .timeout(ACK_TIMEOUT)
    .emitWithAck("history", { limit: 1 })
    .then((answer) => answer.seq ?? head(client), () => head(client));
}

async function main() {
  const clients = Array.from({ length: Number(count) }, (_, number) => start(number));
  await until(() => clients.every(({ heard }) => heard.length > 0), "connected", PATIENCE);
  console.log("connected");
  await new Promise((resolve) => process.stdin.on("end", resolve).resume());
  stopped = true;
  await until(() => clients.every(({ open }) => open === 0), "all acknowledged", PATIENCE);
  const last = await head(clients[0]);
  await until(() => clients.every(({ heard }) => heard.at(-1)[2] >= last), "all read", PATIENCE);
  const readers = clients.map(({ name, heard }) => ({ name, heard }));
  writeFileSync(file, JSON.stringify({ sent, acked, readers }));
  clients.forEach(({ socket }) => socket.disconnect());
  console.log("done");
}

main().catch((error) => {
  console.log(`failed ${error.stack}`);
  process.exit(1);
});
