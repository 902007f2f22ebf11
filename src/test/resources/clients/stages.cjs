// A chat at each stage of the tutorial, over polling, WebSocket and both: node stages.cjs URL.
"use strict";

const { io } = require("socket.io-client");
const { check, equal, run, until, within } = require("./checks.cjs");

const url = process.argv[2];
const open = [];

function client(transports, options = {}) {
  const socket = io(url, { transports, forceNew: true, reconnectionDelay: 50, ...options });
  socket.heard = [];
  socket.on("chat message", (...args) => socket.heard.push(args));
  open.push(socket);
  return socket;
}

const connected = (...sockets) => until(() => sockets.every((socket) => socket.connected), "connected");
const texts = (socket) => socket.heard.map(([text]) => text);
const answer = (start) => within(new Promise(start), "acknowledgement");

for (const transports of [["polling"], ["websocket"], ["polling", "websocket"]]) {
  const way = transports.join(" and ");
  const mark = (word) => `${word} by ${way}`;

  check(mark("text alone"), async () => {
    const [a, b] = [client(transports), client(transports)];
    await connected(a, b);
    // Both are in the room once they are answered.
    await answer((done) => b.emit("chat message", mark("first"), done));
    a.emit("chat message", mark("text"));
    await until(() => [a, b].every((socket) => texts(socket).includes(mark("text"))), "heard");
  });

  check(mark("an acknowledgement"), async () => {
    const a = client(transports);
    const place = await answer((done) => a.emit("chat message", mark("acked"), done));
    await until(() => a.heard.length === 1, "heard");
    const [text, seq, rest] = a.heard[0];
    equal([text, seq, rest.epoch], [mark("acked"), place.seq, place.epoch]);
  });

  check(mark("clientOffset and retries"), async () => {
    const a = client(transports, { retries: 3, ackTimeout: 2000 });
    await connected(a);
    const offset = `${a.id}-0`;
    const first = await answer((done) => a.emit("chat message", mark("once"), offset, (lost, place) => done(place)));
    const second = await answer((done) => a.emit("chat message", mark("once"), offset, (lost, place) => done(place)));
    equal(second.seq, first.seq);
    await answer((done) => a.emit("chat message", mark("behind"), `${a.id}-1`, done));
    await until(() => texts(a).includes(mark("behind")), "heard");
    equal(texts(a), [mark("once"), mark("behind")]);
  });

  check(mark("serverOffset"), async () => {
    const b = client(transports);
    const a = client(transports, { auth: { serverOffset: 0 } });
    const start = await answer((done) => b.emit("chat message", mark("before"), done));
    await until(() => a.heard.some(([, seq]) => seq === start.seq), "replayed");
    a.on("chat message", (text, seq) => (a.auth.serverOffset = seq));
    a.auth.serverOffset = start.seq;
    a.disconnect();
    const missed = [];
    for (const word of ["one", "two", "three"]) {
      missed.push((await answer((done) => b.emit("chat message", mark(word), done))).seq);
    }
    a.heard.length = 0;
    a.connect();
    await until(() => a.heard.length === 3, "what was missed");
    const live = await answer((done) => b.emit("chat message", mark("live"), done));
    await until(() => a.heard.length === 4, "live");
    equal(a.heard.map(([, seq]) => seq), [...missed, live.seq]);
  });
}

run(() => open.splice(0).forEach((socket) => socket.disconnect()));
