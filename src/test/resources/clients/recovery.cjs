// A client loses its connection in all the ways there are, and is what it was when it comes back, on whichever instance:
// node recovery.cjs URL polling|websocket|upgrade [PARSER]
"use strict";

const assert = require("node:assert/strict");
const { io } = require("socket.io-client");
const { check, run, next, until } = require("./checks.cjs");
const talk = require("./talk.cjs");

const [url, mode, parser] = process.argv.slice(2);
const TRANSPORTS = talk.TRANSPORTS[mode];
const PARSER = parser ? { parser: require(parser) } : {};
const open = new Set();

/** How a connection ends: the client closes it, the server does, or the network fails. */
const ENDS = {
  close: (socket) => socket.io.engine.close(),
  cut: (socket) => socket.emit("cut"),
  ...(mode === "polling" ? {} : { break: ({ io: { engine } }) => (engine.transport.ws ? engine.transport.ws.terminate() : engine.close()) }),
};

function client(path = "/", options = {}) {
  const socket = io(url + path, {
    transports: TRANSPORTS,
    forceNew: true,
    reconnectionDelay: 10,
    reconnectionDelayMax: 50,
    ...PARSER,
    ...options,
  });
  open.add(socket);
  socket.got = [];
  socket.on("told", (value) => socket.got.push(value));
  return socket;
}

async function ready(socket) {
  if (!socket.connected) {
    await next(socket, "connect");
  }
  await talk.settled(socket, mode);
  return socket;
}

const connected = (path, options) => ready(client(path, options));

/** A client that comes back only when it is told to, and one that stays. */
async function pair(path) {
  return Promise.all([connected(path, { reconnection: false }), connected(path)]);
}

/** Ends a connection, and waits until its server knows. */
async function lose(socket, end, other) {
  const lost = next(socket, "disconnect");
  ENDS[end](socket);
  await lost;
  await until(async () => (await other.emitWithAck("fetch", { rooms: [socket.was] })).length === 0, "gone");
}

async function back(socket) {
  socket.connect();
  await ready(socket);
}

for (const end of Object.keys(ENDS)) {
  check(`after ${end}, with no event before, it is what it was`, async () => {
    const [socket, other] = await pair();
    assert.equal(socket.recovered, false);
    socket.was = socket.id;
    await lose(socket, end, other);
    await other.emitWithAck("emit", {}, "told", "while away");
    await back(socket);
    assert.equal(socket.recovered, true);
    assert.equal(socket.id, socket.was);
    await until(() => socket.got.length === 1, "told");
    assert.deepEqual(socket.got, ["while away"]);
  });

  check(`after ${end}, again and again, it has its rooms and data and what it missed`, async () => {
    const [socket, other] = await pair();
    socket.was = socket.id;
    const mine = `room of ${socket.id}`;
    await socket.emitWithAck("join", mine);
    await socket.emitWithAck("join", "left");
    await socket.emitWithAck("leave", "left");
    await socket.emitWithAck("remember", { name: "asha", list: [1, { deep: true }] });
    const all = [];
    const tell = async (target, value, forMe) => {
      await other.emitWithAck("emit", target, "told", value);
      all.push(...(forMe ? [value] : []));
    };
    for (let drop = 1; drop <= 3; drop++) {
      await tell({ rooms: [mine] }, `before ${drop}`, true);
      await until(() => socket.got.length === all.length, "told before");
      await lose(socket, end, other);
      await tell({}, `all ${drop}`, true);
      await tell({ rooms: ["left"] }, "who is in a room that was left", false);
      await tell({ rooms: [mine, "left"] }, `mine ${drop}`, true);
      await tell({ rooms: [mine], except: [mine] }, "nobody", false);
      await tell({ except: ["left"] }, { binary: Buffer.from(`bytes ${drop}`) }, true);
      await tell({ except: [socket.was] }, "all others", false);
      await tell({ volatile: true }, "volatile", false);
      await tell({ rooms: [socket.was] }, `directly ${drop}`, true);
      await back(socket);
      assert.equal(socket.recovered, true);
      assert.equal(socket.id, socket.was);
      await tell({ rooms: [mine] }, `after ${drop}`, true);
      await until(() => socket.got.length >= all.length, "told all");
      assert.deepEqual(socket.got, all);
      const { recovered, rooms, memory } = await socket.emitWithAck("state");
      assert.equal(recovered, true);
      assert.deepEqual(rooms.sort(), [mine, socket.was].sort());
      assert.deepEqual(memory, { name: "asha", list: [1, { deep: true }] });
    }
  });

  check(`after ${end} in the midst of a stream, nothing is lost or doubled`, async () => {
    const [socket, other] = [await connected(), await connected()];
    const total = 300;
    let recovered = 0;
    socket.on("connect", () => (recovered += socket.recovered ? 1 : -1000));
    const numbers = Array.from({ length: total }, (unused, i) => i);
    const streaming = (async () => {
      for (const number of numbers) {
        await other.emitWithAck("emit", {}, "told", number);
      }
    })();
    for (let drop = 1; drop <= 3; drop++) {
      await until(() => socket.got.length > drop * 50, "in the stream");
      const again = next(socket, "connect");
      ENDS[end](socket);
      await again;
    }
    await streaming;
    await until(() => socket.got.length >= total, "told all");
    assert.deepEqual(socket.got, numbers);
    assert.equal(recovered, 3);
  });
}

check("two namespaces of one connection are recovered", async () => {
  const [socket, other] = await pair();
  const news = socket.io.socket("/news", {});
  open.add(news);
  news.got = [];
  news.on("told", (value) => news.got.push(value));
  await next(news, "connect");
  socket.was = socket.id;
  const id = news.id;
  await news.emitWithAck("join", "readers");
  const reader = await connected("/news");
  await lose(socket, "close", other);
  await reader.emitWithAck("emit", { rooms: ["readers"] }, "told", "news");
  await other.emitWithAck("emit", {}, "told", "main");
  news.connect();
  await back(socket);
  await until(() => news.connected, "connected");
  assert.deepEqual([socket.recovered, news.recovered], [true, true]);
  assert.deepEqual([socket.id, news.id], [socket.was, id]);
  await until(() => socket.got.length === 1 && news.got.length === 1, "told");
  assert.deepEqual([socket.got, news.got], [["main"], ["news"]]);
});

check("who leaves on purpose, or is sent away, starts anew", async () => {
  const [socket, other] = await pair();
  for (const leave of [
    () => socket.disconnect(),
    () => other.emitWithAck("disconnect sockets", { rooms: [socket.id] }, false),
    () => other.emitWithAck("disconnect sockets", { rooms: [socket.id] }, true),
  ]) {
    const id = socket.id;
    await socket.emitWithAck("join", "a room");
    const lost = next(socket, "disconnect");
    await leave();
    await lost;
    await back(socket);
    assert.equal(socket.recovered, false);
    assert.notEqual(socket.id, id);
    assert.deepEqual((await socket.emitWithAck("state")).rooms, [socket.id]);
  }
});

check("a session that the server does not know is not recovered", async () => {
  const [socket, other] = await pair();
  socket.was = socket.id;
  await lose(socket, "close", other);
  socket._pid = "somebody else's";
  await back(socket);
  assert.equal(socket.recovered, false);
  assert.notEqual(socket.id, socket.was);
});

run(() => {
  open.forEach((socket) => socket.disconnect());
  open.clear();
});
