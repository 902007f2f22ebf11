// People and guests of the chat lose their connection and are recovered, on the server they were at or on another:
// node chat-recovery.cjs URL,URL… polling|websocket|upgrade
"use strict";

const assert = require("node:assert/strict");
const { io } = require("socket.io-client");
const { check, run, next, until, within } = require("./checks.cjs");
const { TRANSPORTS, settled } = require("./talk.cjs");

const [list, mode] = process.argv.slice(2);
const URLS = list.split(",");
const ROOM = "tea";
const KINDS = ["edited", "deleted", "reacted"];
const open = new Set();
/** Others were here before, on the same server: what they said is not to be said again. */
const RUN = process.pid;
let count = 0;

const at = (number) => URLS[number % URLS.length];

/** Somebody who writes down the numbers of what is heard, by room; no nickname is a guest. */
function visitor(url, nick, options = {}) {
  const key = nick && `the-key-of-${nick}-is-long-enough`;
  const socket = io(url, {
    auth: nick ? { key, nick } : { serverOffset: 0 },
    transports: TRANSPORTS[mode],
    forceNew: true,
    reconnectionDelay: 10,
    reconnectionDelayMax: 50,
    ...options,
  });
  open.add(socket);
  socket.heard = { lobby: [], [ROOM]: [] };
  socket.welcomes = 0;
  socket.recoveries = [];
  socket.on("connect", () => socket.recoveries.push(socket.recovered));
  socket.on("welcome", ({ rooms }) => {
    socket.welcomes++;
    socket.rooms = rooms;
  });
  socket.on("chat message", (text, seq, { room }) => socket.heard[room].push(seq));
  KINDS.forEach((kind) => socket.on(kind, ({ room, seq }) => socket.heard[room].push(seq)));
  socket.on("reset", () => assert.fail("nobody missed so much"));
  return socket;
}

async function ready(socket) {
  if (!socket.connected) {
    await next(socket, "connect");
  }
  await settled(socket, mode);
  return socket;
}

async function get(socket, ...request) {
  const answer = await within(new Promise((done) => socket.emit(...request, done)), `answer to ${JSON.stringify(request)}`);
  assert.equal(answer.error, undefined);
  return answer;
}

const say = async (socket, room, text) => (await get(socket, "chat message", text, `${RUN}-${++count}`, { room })).seq;

/** A person in the lobby and another room, who comes back when told to; one who talks there; and a guest. */
async function company() {
  const [ravi, asha, guest] = [
    visitor(at(1), `Ravi${RUN}-${++count}`),
    visitor(at(0), `Asha${RUN}-${++count}`, { reconnection: false }),
    visitor(at(0), null, { reconnection: false }),
  ];
  await Promise.all([ravi, asha, guest].map(ready));
  await until(() => ravi.welcomes + asha.welcomes === 2, "welcome");
  await get(ravi, "create", { room: ROOM }).catch(() => get(ravi, "join", { room: ROOM }));
  await get(asha, "join", { room: ROOM });
  await say(ravi, "lobby", "begin");
  await say(ravi, ROOM, "begin");
  const last = await say(ravi, ROOM, "all are here");
  await until(() => asha.heard[ROOM].includes(last), "all in the room");
  return { ravi, asha, guest };
}

function drop(socket) {
  const { engine } = socket.io;
  if (engine.transport.ws) {
    engine.transport.ws.terminate();
  } else {
    engine.close();
  }
}

/** Loses the connection, and comes back to that server once all was done that is done meanwhile. */
async function away(sockets, url, meanwhile) {
  const lost = sockets.map((socket) => next(socket, "disconnect"));
  sockets.forEach(drop);
  await Promise.all(lost);
  await meanwhile();
  for (const socket of sockets) {
    socket.io.uri = url;
    const id = socket.was;
    socket.connect();
    await ready(socket);
    assert.equal(socket.recovered, true);
    assert.equal(socket.id, id);
  }
}

/** Whether somebody heard every entry from the first to that one, once and in order. */
async function hasHeardAll(socket, room, last) {
  await until(() => socket.heard[room].includes(last), `heard ${last} in ${room}`);
  const [first] = socket.heard[room];
  assert.deepEqual(socket.heard[room], Array.from({ length: last - first + 1 }, (unused, i) => first + i));
}

check("who comes back goes on in all rooms, and hears all once and in order", async () => {
  const { ravi, asha, guest } = await company();
  asha.was = asha.id;
  guest.was = guest.id;
  for (const number of [0, 1, 1, 0]) {
    let target;
    await away([asha, guest], at(number), async () => {
      target = await say(ravi, ROOM, "target");
      for (let i = 0; i < 3; i++) {
        await say(ravi, "lobby", `lobby ${i}`);
        await say(ravi, ROOM, `tea ${i}`);
      }
      await get(ravi, "edit", { room: ROOM, seq: target, text: "changed" });
      await get(ravi, "react", { room: ROOM, seq: target, symbol: "+" });
    });
    await get(ravi, "delete", { room: ROOM, seq: asha.heard[ROOM][0] + 1 });
    const [tea, lobby] = [await say(ravi, ROOM, "after"), await say(ravi, "lobby", "after")];
    await hasHeardAll(asha, ROOM, tea);
    await hasHeardAll(asha, "lobby", lobby);
    await hasHeardAll(guest, "lobby", lobby);
    // It is who it was, and in its rooms.
    const mine = await say(asha, ROOM, "mine");
    await hasHeardAll(asha, ROOM, mine);
  }
  assert.equal(asha.welcomes, 1);
});

check("in the midst of a stream all hear all once and in order", async () => {
  const { ravi, asha, guest } = await company();
  [asha, guest].forEach((socket) => socket.io.reconnection(true));
  const ends = {};
  let over = false;
  const streaming = (async () => {
    for (let i = 0; !over; i++) {
      for (const room of ["lobby", ROOM]) {
        ends[room] = await say(ravi, room, `stream ${i}`);
      }
    }
  })();
  for (let turn = 1; turn <= 3; turn++) {
    for (const socket of [asha, guest]) {
      const before = socket.heard.lobby.length;
      await until(() => socket.heard.lobby.length > before + 20, "in the stream");
      socket.io.uri = at(turn);
      const again = next(socket, "connect");
      drop(socket);
      await again;
      await ready(socket);
    }
  }
  over = true;
  await streaming;
  await hasHeardAll(asha, ROOM, ends[ROOM]);
  await hasHeardAll(asha, "lobby", ends.lobby);
  await hasHeardAll(guest, "lobby", ends.lobby);
  for (const socket of [asha, guest]) {
    assert.deepEqual(socket.recoveries, [false, true, true, true]);
  }
});

run(() => {
  open.forEach((socket) => socket.disconnect());
  open.clear();
});
