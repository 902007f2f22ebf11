// Sends and reads while the server is disturbed: node checker.cjs URL,URL… PLAINURL,PLAINURL… SEED FILE. Says "connected" when
// all are there and in their rooms, and stops when its input ends. Then it waits until everything is answered and read, lets
// everybody say how far they have read and come once more, writes to the file what SeenHistory.java has, and says "done".
"use strict";

const { writeFileSync } = require("node:fs");
const { io } = require("socket.io-client");
const { until } = require("./checks.cjs");
const { PlainClient } = require("./checker-plain.cjs");
const { Visitor } = require("./checker-visitor.cjs");

const [urls, plainUrls, seed, file] = process.argv.slice(2);
const PATIENCE = 40_000;
const MOST_UNREAD = 120;

/**
 * Who comes, and what each does when the connection was lost: says its places, goes on by connection state recovery and says
 * them only when that fails, or relies on recovery alone; a server that does not offer it lets that one in anew. Two of one
 * name are two tabs of a person; no name is a guest.
 */
const VISITORS = [
  { nick: "Asha", comesBack: "by places" },
  { nick: "Asha", comesBack: "recovered or by places" },
  { nick: "Boris", comesBack: "recovered" },
  { nick: "Boris", comesBack: "by places" },
  { nick: "Chitra", comesBack: "recovered or by places" },
  { nick: "Dev", comesBack: "by places" },
  { comesBack: "by places" },
  { comesBack: "recovered" },
];
const PLAIN = 2;
const MADE = ["tea", "pond"];

/** Random numbers from 0 to 1 that are the same for the same seed. */
function random(state) {
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
}

const at = (list, number) => list.split(",")[number % list.split(",").length];

/** A tab is the first of its person, or shares with the first what they are. */
function visitors() {
  const people = new Map();
  return VISITORS.map(({ nick, comesBack }, number) => {
    const person = nick && (people.get(nick) ?? { nick, key: `the-key-of-${nick}-is-long-enough`, id: null });
    const first = nick && !people.has(nick);
    people.set(nick, person);
    const next = random(Number(seed) * 1000 + number);
    return new Visitor({ url: at(urls, number), number, person, first, comesBack, next });
  });
}

/** Makes the rooms, and lets everybody into some: all into the first. */
async function enter(all) {
  const firsts = all.filter(({ first }) => first);
  const [asha, boris] = firsts;
  for (const room of MADE) {
    await asha.make(room);
  }
  await asha.direct(boris.person.nick);
  for (const [number, visitor] of firsts.slice(1).entries()) {
    await visitor.join(MADE[0]);
    await (number % 2 ? visitor.join(MADE[1]) : null);
  }
}

/** Says one last thing in each room, so that its log ends with something that all can hear; gives where they end. */
async function lastWords(all) {
  const { lobby, ...others } = Object.fromEntries(all.flatMap(({ places }) => Object.keys(places).map((room) => [room, 0])));
  for (const room of [...Object.keys(others), "lobby"]) {
    all.find(({ places }) => places[room]).say(room);
  }
  await until(() => all.every(({ open }) => open === 0), "last words acknowledged", PATIENCE);
  const ends = {};
  for (const room of ["lobby", ...Object.keys(others)]) {
    const { seq, messages } = await all.find(({ places }) => places[room]).get("history", { room, limit: 1 });
    ends[room] = { seq, text: messages[0].text };
  }
  return ends;
}

/** What a person is told who comes once more, and says nothing of where they were. */
async function standing({ url, person: { key, id } }, tabs) {
  const socket = io(url, { forceNew: true, auth: { key }, reconnectionDelay: 100, reconnectionDelayMax: 300 });
  let told;
  socket.on("welcome", ({ rooms }) => (told = rooms));
  await until(() => told, "welcome", PATIENCE);
  socket.disconnect();
  const read = {};
  for (const tab of tabs) {
    for (const [room, seq] of Object.entries(tab.read)) {
      read[room] = Math.max(read[room] ?? 0, seq);
    }
  }
  return { person: id, rooms: told, read };
}

/** The faults of who is late are the judge's. */
const inTime = (condition, what) => until(condition, what, PATIENCE).catch((error) => console.log(error.message));

async function main() {
  const all = visitors();
  const plain = Array.from({ length: PLAIN }, (_, number) => new PlainClient(at(plainUrls, number + 1), `plain${number}`));
  await until(() => all.every((visitor) => visitor.isWelcome()), "connected", PATIENCE);
  await enter(all);
  await until(() => all.every((visitor) => !visitor.person || visitor.places[MADE[0]]), "in the room", PATIENCE);
  [...all, ...plain].forEach((client) => client.start());
  console.log("connected");
  await new Promise((resolve) => process.stdin.on("end", resolve).resume());
  [...all, ...plain].forEach((client) => client.stop());
  await until(() => all.every(({ open }) => open === 0), "all answered", PATIENCE);
  const ends = await lastWords(all);
  await inTime(() => all.every((visitor) => visitor.hasHeard(ends)), "all read");
  await inTime(() => plain.every((client) => client.lastHeard() === ends.lobby.text), "all read by plain clients");
  const firsts = all.filter(({ first }) => first);
  for (const visitor of firsts) {
    for (const [room, { seq }] of Object.entries(visitor.places)) {
      await visitor.haveRead(room, Math.max(0, seq - Math.floor(visitor.next() * MOST_UNREAD)));
    }
  }
  const standings = [];
  for (const first of firsts) {
    standings.push(await standing(first, all.filter(({ person }) => person === first.person)));
  }
  writeFileSync(file, JSON.stringify({
    operations: [...all, ...plain].flatMap(({ operations }) => operations),
    readers: all.map(({ name, heard }) => ({ name, heard })),
    plain: plain.map(({ name, connections }) => ({ name, connections })),
    standings,
    recovered: all.reduce((sum, { recovered }) => sum + recovered, 0),
    lost: all.reduce((sum, { lost }) => sum + lost, 0),
  }));
  [...all, ...plain].forEach((client) => client.close());
  console.log("done");
}

main().catch((error) => {
  console.log(`failed ${error.stack}`);
  process.exit(1);
});
