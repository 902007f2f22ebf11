// Clients on all instances of a server let it use its operators, and see whom they reach: node adapter.cjs URL
// polling|websocket|upgrade INSTANCES. Runs in a page, too, which gives it what it requires.
"use strict";

const { io } = require("socket.io-client");
const { check, equal, run, next, until } = require("./checks.cjs");

const [url, mode, instances] = process.argv.slice(2);
const TRANSPORTS = { polling: ["polling"], websocket: ["websocket"], upgrade: ["polling", "websocket"] }[mode];
const ALL = Number(instances);
/** A browser opens six connections to a host at a time, of which each client that polls holds one. */
const MANY = 4;
const open = new Set();

async function connected(path = "/") {
  const socket = io(url + path, { transports: TRANSPORTS, forceNew: true, reconnectionDelay: 20, reconnectionDelayMax: 100 });
  open.add(socket);
  await next(socket, "connect");
  if (mode === "upgrade") {
    await until(() => socket.io.engine.transport.name === "websocket", "upgraded");
  }
  const client = { socket, told: [], left: [], where: await socket.emitWithAck("where") };
  // Where sessions can be recovered, events have their offset behind the arguments.
  socket.on("told", (text) => client.told.push(text));
  socket.on("disconnect", (reason) => client.left.push(reason));
  return client;
}

/** Clients on two instances at least, if there are so many. They come at once, so that a load balancer spreads them. */
async function spread(path) {
  for (;;) {
    const clients = await Promise.all(Array.from({ length: MANY }, () => connected(path)));
    if (new Set(clients.map(({ where }) => where)).size >= Math.min(2, ALL)) {
      return clients;
    }
    await leave(clients);
  }
}

/** Disconnects clients, and waits until their servers know. */
async function leave(clients) {
  clients.forEach(({ socket }) => socket.disconnect());
  const last = await connected();
  await until(async () => (await last.socket.emitWithAck("fetch", {})).length === 1, "alone");
  last.socket.disconnect();
}

/** Lets clients join a room of their own. */
async function room(name, ...clients) {
  const own = `${name} of ${clients[0].socket.id}`;
  await Promise.all(clients.map(({ socket }) => socket.emitWithAck("join", own)));
  return own;
}

const ids = (clients) => clients.map(({ socket }) => socket.id).sort();
const emit = ({ socket }, target, text) => socket.emitWithAck("emit", target, "told", text);

/**
 * How often each client has heard this. What was said before has arrived when all have heard something from all: only what
 * comes from one instance keeps its order.
 */
async function heard(clients, text) {
  const ends = clients.map(({ socket }) => `${socket.id} ends ${text}`);
  await Promise.all(clients.map((client, i) => emit(client, {}, ends[i])));
  await until(() => clients.every(({ told }) => ends.every((end) => told.includes(end))), `told the ends of ${text}`);
  return clients.map(({ told }) => told.filter((one) => one === text).length);
}

check("the servers know each other", async () => {
  const { socket } = await connected();
  for (;;) {
    const { answers } = await socket.emitWithAck("ask servers", "who", "are you there?");
    if (answers.length === ALL - 1) {
      break;
    }
  }
});

check("an emit reaches everybody, rooms, and all but some, each once", async () => {
  const clients = await spread();
  const a = await room("a", ...clients.filter((unused, i) => i % 2 === 0));
  const b = await room("b", ...clients.filter((unused, i) => i % 3 === 0));
  await emit(clients[1], { rooms: [a] }, "to a");
  await emit(clients[1], { rooms: [a, b] }, "to a and b");
  await emit(clients[1], { rooms: [a], except: [b] }, "to a but not b");
  await emit(clients[0], { rooms: [a], others: true }, "to the others in a");
  await emit(clients[1], { rooms: [clients[3].socket.id] }, "to one");
  await emit(clients[1], { except: [a, b] }, "to who is in neither");
  await emit(clients[1], {}, "to all");
  const ones = (condition) => clients.map((unused, i) => (condition(i) ? 1 : 0));
  equal(await heard(clients, "to all"), ones(() => true));
  equal(await heard(clients, "to a"), ones((i) => i % 2 === 0));
  equal(await heard(clients, "to a and b"), ones((i) => i % 2 === 0 || i % 3 === 0));
  equal(await heard(clients, "to a but not b"), ones((i) => i % 2 === 0 && i % 3 !== 0));
  equal(await heard(clients, "to the others in a"), ones((i) => i % 2 === 0 && i !== 0));
  equal(await heard(clients, "to one"), ones((i) => i === 3));
  equal(await heard(clients, "to who is in neither"), ones((i) => i % 2 !== 0 && i % 3 !== 0));
});

check("what is local stays with the instance", async () => {
  const clients = await spread();
  await emit(clients[0], { local: true }, "local");
  equal(await heard(clients, "local"), clients.map(({ where }) => (where === clients[0].where ? 1 : 0)));
  const here = await clients[0].socket.emitWithAck("fetch", { local: true });
  equal(here.map(({ id }) => id).sort(), ids(clients.filter(({ where }) => where === clients[0].where)));
});

check("what is volatile reaches those who are ready", async () => {
  const clients = await spread();
  await until(() => {
    clients[0].socket.emit("emit", { volatile: true }, "told", "volatile", () => {});
    return clients.every(({ told }) => told.includes("volatile"));
  }, "told what is volatile");
});

check("many events from one keep their order for all", async () => {
  const clients = await spread();
  for (let number = 0; number < 200; number++) {
    clients[0].socket.emit("emit", {}, "told", number, () => {});
  }
  const all = Array.from({ length: 200 }, (unused, i) => i);
  await until(() => clients.every(({ told }) => told.length === 200), "told everything");
  clients.forEach(({ told }) => equal(told, all));
});

check("everybody who is asked answers once", async () => {
  const clients = await spread();
  const some = clients.slice(2);
  const asked = await room("asked", ...some);
  clients.forEach(({ socket }) => socket.on("question", (word, answer) => answer(`${word} ${socket.id}`)));
  const { late, answers } = await clients[0].socket.emitWithAck("ask", { rooms: [asked] }, "question", "I am");
  equal(late, false);
  equal(answers.sort(), ids(some).map((id) => `I am ${id}`));
  equal((await clients[0].socket.emitWithAck("ask", { rooms: ["nobody's"] }, "question", "")).answers, []);
});

check("who does not answer in time leaves the answers of the others", async () => {
  const clients = await spread();
  clients.slice(1).forEach(({ socket }) => socket.on("question", (word, answer) => answer(socket.id)));
  const { late, answers } = await clients[0].socket.emitWithAck("ask", { timeout: 400 }, "question", "");
  equal(late, true);
  equal(answers.sort(), ids(clients.slice(1)));
});

check("who leaves is not waited for", async () => {
  const clients = await spread();
  clients.slice(1).forEach(({ socket }) => socket.on("question", (word, answer) => answer(socket.id)));
  clients[0].socket.on("question", () => clients[0].socket.disconnect());
  const { late, answers } = await clients[1].socket.emitWithAck("ask", { timeout: 60_000 }, "question", "");
  equal(late, false);
  equal(answers.sort(), ids(clients.slice(1)));
});

check("sockets are fetched with their rooms, data and handshake", async () => {
  const clients = await spread();
  const some = clients.slice(2);
  const fetched = await room("fetched", ...some);
  await Promise.all(some.map(({ socket }, i) => socket.emitWithAck("remember", { number: i })));
  const found = await clients[0].socket.emitWithAck("fetch", { rooms: [fetched] });
  equal(found.map(({ id }) => id).sort(), ids(some));
  some.forEach(({ socket }, i) => {
    const one = found.find(({ id }) => id === socket.id);
    equal(one.rooms, [socket.id, fetched]);
    equal(one.memory, { number: i });
    equal(one.address, "127.0.0.1");
  });
  equal((await clients[0].socket.emitWithAck("fetch", {})).map(({ id }) => id).sort(), ids(clients));
});

check("a socket that was fetched is spoken to, asked, moved and disconnected", async () => {
  const clients = await spread();
  const [asking] = clients;
  for (const client of clients.slice(-2)) {
    const target = { rooms: [client.socket.id] };
    const remote = (wish) => asking.socket.emitWithAck("remote", target, wish);
    client.socket.on("question", (word, answer) => answer(`${word} not`));
    await remote("emit");
    equal(await remote("ask"), "why not");
    await remote("join");
    equal((await asking.socket.emitWithAck("fetch", { rooms: ["remote room"] })).length, 1);
    await remote("leave");
    equal((await asking.socket.emitWithAck("fetch", { rooms: ["remote room"] })).length, 0);
    await remote("hang up");
    await until(() => client.left.length === 1, "hung up");
    equal(client.left, ["io server disconnect"]);
    equal(client.told, ["by remote"]);
  }
});

check("sockets join and leave by command, and an emit behind it reaches them", async () => {
  const clients = await spread();
  const some = clients.slice(2);
  const before = await room("before", ...some);
  await clients[0].socket.emitWithAck("sockets join", { rooms: [before] }, "also", `joined by ${before}`);
  await until(() => some.every(({ told }) => told.includes("joined")), "told that they joined");
  equal(await heard(clients, "joined"), clients.map((unused, i) => (i < 2 ? 0 : 1)));
  await clients[1].socket.emitWithAck("sockets leave", { rooms: [`joined by ${before}`] }, before);
  await emit(clients[0], { rooms: [before] }, "nobody is there");
  equal(await heard(clients, "nobody is there"), clients.map(() => 0));
});

check("sockets are disconnected by command, with their connection or without", async () => {
  const clients = await spread();
  const [, , ...leaving] = clients;
  const hanging = leaving.splice(1);
  const main = clients[0].socket;
  await main.emitWithAck("disconnect sockets", { rooms: [await room("leaving", ...leaving)] }, false);
  await main.emitWithAck("disconnect sockets", { rooms: [await room("hanging", ...hanging)] }, true);
  await until(() => clients.slice(2).every(({ left }) => left.length === 1), "disconnected");
  clients.slice(2).forEach(({ left }) => equal(left, ["io server disconnect"]));
  equal((await main.emitWithAck("fetch", {})).map(({ id }) => id).sort(), ids(clients.slice(0, 2)));
  await until(() => hanging.every(({ socket }) => !socket.io.engine || socket.io.engine.readyState === "closed"), "hung up");
});

check("servers tell and ask each other", async () => {
  const clients = await spread();
  const noted = clients.map(() => []);
  clients.forEach(({ socket }, i) => socket.on("noted", (where, what) => noted[i].push([where, what])));
  await clients[0].socket.emitWithAck("tell servers", "note this");
  const others = clients.map(({ where }) => (where === clients[0].where ? [] : [[where, "note this"]]));
  await until(() => noted.every((heard, i) => heard.length === others[i].length), "noted");
  equal(noted, others);
  const { late, answers } = await clients[0].socket.emitWithAck("ask servers", "who", "are you?");
  equal([late, new Set(answers).size], [false, ALL - 1]);
  equal(answers.includes(clients[0].where), false);
  equal(await clients[0].socket.emitWithAck("ask servers", "nobody listens", ""), { late: false, answers: [] });
});

check("a dynamic namespace is one on all instances, apart from others", async () => {
  const children = await spread("/child-1");
  const other = await connected("/child-2");
  const some = await room("some", ...children.slice(2));
  await emit(children[0], { rooms: [some] }, "to some children");
  await emit(children[0], {}, "to the children");
  equal(await heard(children, "to the children"), children.map(() => 1));
  equal(await heard(children, "to some children"), children.map((unused, i) => (i < 2 ? 0 : 1)));
  equal(other.told, []);
  equal((await children[0].socket.emitWithAck("fetch", {})).map(({ id }) => id).sort(), ids(children));
});

run(async () => {
  const clients = [...open].map((socket) => ({ socket }));
  open.clear();
  await leave(clients);
  open.clear();
});
