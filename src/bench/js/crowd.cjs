// What it costs that people come where many are: node crowd.cjs URL,URL,… PEOPLE RATE,RATE,… [PID,PID,…]
// Lets so many people in, then for ten seconds each so many more a second, and counts the events that say so. With the ids of
// the servers' processes it says what they took, too.
"use strict";

const fs = require("fs");
const WebSocket = require("ws");

const SECONDS = 10;
const [urls, people, rates, pids] = [
  process.argv[2].split(","),
  Number(process.argv[3]),
  process.argv[4].split(",").map(Number),
  process.argv[5]?.split(",") ?? [],
];
const told = { events: 0, bytes: 0, names: 0 };
const run = Date.now().toString(36);
let made = 0;

function person() {
  const number = String(made++).padStart(6, "0");
  const key = `crowd-${run}-${number}-of-22-characters`;
  const url = `${urls[made % urls.length].replace("http", "ws")}/socket.io/?EIO=4&transport=websocket`;
  return new Promise((welcomed, failed) => {
    const wire = new WebSocket(url);
    wire.on("error", failed);
    wire.on("message", (data) => {
      const text = data.toString();
      if (text[0] === "0") {
        wire.send(`40${JSON.stringify({ key, nick: `p${run}${number}` })}`);
      } else if (text === "2") {
        wire.send("3");
      } else if (text.startsWith('42["welcome"')) {
        welcomed(wire);
      } else if (text.startsWith('42["presence"')) {
        const [, change] = JSON.parse(text.slice(2));
        told.events++;
        told.bytes += data.length;
        told.names += change.came.length + change.went.length;
      }
    });
  });
}

/** Milliseconds that the servers have run, in hundredths of a second as the kernel counts. */
function used() {
  const ticks = (pid) => fs.readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ").slice(11, 13).map(Number);
  return pids.flatMap(ticks).reduce((sum, some) => sum + some * 10, 0);
}

const pause = (millis) => new Promise((over) => setTimeout(over, millis));

async function come(rate) {
  Object.assign(told, { events: 0, bytes: 0, names: 0 });
  const [before, start, open] = [used(), Date.now(), []];
  while (Date.now() - start < SECONDS * 1000) {
    if (open.length < ((Date.now() - start) / 1000) * rate) {
      open.push(person());
    } else {
      await pause(2);
    }
  }
  const wires = await Promise.all(open);
  await pause(1500);
  const { events, bytes, names } = told;
  const each = { "KB a second and socket": bytes / 1000 / SECONDS / people, "KB a join": bytes / 1000 / wires.length };
  const cost = { "ms of CPU a join": (used() - before) / wires.length };
  console.log(rate, "a second:", { joins: wires.length, events, names, ...each, ...(pids.length > 0 ? cost : {}) });
  wires.forEach((wire) => wire.close());
  // They have gone when they do not come back for five seconds.
  await pause(8000);
}

(async () => {
  while (made < people) {
    await Promise.all(Array.from({ length: Math.min(20, people - made) }, person));
  }
  await pause(8000);
  const before = used();
  await pause(SECONDS * 1000);
  console.log("nobody comes:", { people, "ms of CPU a second": (used() - before) / SECONDS });
  for (const rate of rates) {
    await come(rate);
  }
  process.exit(0);
})();
