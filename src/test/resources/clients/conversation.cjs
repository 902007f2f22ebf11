// The official JavaScript client talks with the server: node conversation.cjs URL polling|websocket|upgrade [PARSER]
"use strict";

const assert = require("node:assert/strict");
const { io } = require("socket.io-client");
const { check, run, within, next, until } = require("./checks.cjs");
const { TRANSPORTS, HURRY, echo, watch, settled } = require("./talk.cjs");

const [url, mode, parser] = process.argv.slice(2);
const PARSER = parser ? { parser: require(parser) } : {};
const open = new Set();

function client(path = "/", options = {}) {
  const socket = io(url + path, { transports: TRANSPORTS[mode], ...HURRY, ...PARSER, ...options });
  open.add(socket);
  return socket;
}

/** A connected client; one that upgrades has done so. */
async function connected(path, options) {
  const socket = client(path, options);
  await next(socket, "connect");
  await settled(socket, mode);
  return socket;
}

/** Tells for each socket that leaves the reason that the server gives. */
async function watcher() {
  const socket = await connected();
  const gone = watch(socket);
  await socket.emitWithAck("watch");
  return gone;
}

check("connects by its transport", async () => {
  const socket = client();
  const names = [];
  socket.io.on("open", () => names.push(socket.io.engine.transport.name));
  await next(socket, "connect");
  await settled(socket, mode);
  assert.equal(names[0], TRANSPORTS[mode][0]);
  assert.equal(socket.io.engine.transport.name, TRANSPORTS[mode].at(-1));
  assert.equal(await socket.emitWithAck("transport"), TRANSPORTS[mode].at(-1));
  assert.match(socket.id, /^[\w-]{20,}$/);
  assert.notEqual(socket.id, socket.io.engine.id);
});

check("hears values as it said them", async () => {
  const socket = await connected();
  // The msgpack parser of the client itself sends other bits for whole numbers beyond 64.
  const large = parser ? 2 ** 53 + 2 : 1e21;
  const values = [null, true, false, 0, -1.5, large, 2 ** 53, "", "x", [], {}, [[1, { a: [null] }]], { "a b": { c: 1 } }];
  assert.deepEqual(await echo(socket, ...values), values);
  assert.deepEqual(await echo(socket), []);
});

check("unicode survives", async () => {
  const socket = await connected();
  const text = "नमस्ते, संवाद! é € \u{1f600} \u{10ffff} \u0000 \u001e \u2028 \ufeff \"quoted\" \\ end";
  assert.deepEqual(await echo(socket, text, { [text]: text }), [text, { [text]: text }]);
});

check("binary travels both ways at any depth", async () => {
  const socket = await connected();
  const all = Buffer.from(Array.from({ length: 256 }, (unused, i) => i));
  const values = [all, { deep: [{ er: Buffer.from("b") }, "text"] }, Buffer.alloc(0), 3];
  assert.deepEqual(await echo(socket, ...values), values);
  assert.deepEqual(await echo(socket, new Uint8Array([1, 2, 3])), [Buffer.from([1, 2, 3])]);
});

check("the server acknowledges with text and binary", async () => {
  const socket = await connected();
  assert.equal(await socket.emitWithAck("acknowledge", "one"), "one");
  const answer = await within(
    new Promise((resolve) => socket.emit("acknowledge", 1, { b: Buffer.from("b") }, (...args) => resolve(args))),
    "acknowledgement",
  );
  assert.deepEqual(answer, [1, { b: Buffer.from("b") }]);
});

check("an acknowledgement that never comes times out", async () => {
  const socket = await connected();
  await assert.rejects(socket.timeout(50).emitWithAck("ignore"), /operation has timed out/);
  assert.equal(await socket.timeout(5000).emitWithAck("acknowledge", "still here"), "still here");
});

check("the server gets its acknowledgement", async () => {
  const socket = await connected();
  socket.once("question", (word, mark, answer) => answer(word, mark.toString(), Buffer.from("because")));
  const answer = next(socket, "answer");
  socket.emit("ask me", 5000);
  assert.deepEqual(await answer, ["why", "?", Buffer.from("because")]);
});

check("the server's wait for an acknowledgement ends", async () => {
  const socket = await connected();
  let late;
  socket.once("question", (word, mark, answer) => (late = answer));
  const answer = next(socket, "answer");
  socket.emit("ask me", 50);
  assert.deepEqual(await answer, ["AckTimeoutException"]);
  late("too late");
  assert.deepEqual(await echo(socket, "and goes on"), ["and goes on"]);
});

check("namespaces share a connection and keep their events apart", async () => {
  const main = await connected();
  const custom = main.io.socket("/custom", {});
  open.add(custom);
  await next(custom, "connect");
  main.on("echo", (...args) => assert.deepEqual(args, ["main"]));
  custom.emit("echo", "x");
  assert.deepEqual(await next(custom, "echo"), ["/custom", "x"]);
  await echo(main, "main");
  assert.notEqual(main.id, custom.id);
  custom.disconnect();
  assert.deepEqual(await echo(main, "main"), ["main"]);
});

check("an unknown namespace is refused", async () => {
  const socket = client("/unknown");
  const [error] = await next(socket, "connect_error");
  assert.equal(error.message, "Invalid namespace");
  assert.equal(socket.active, false);
});

check("a middleware refuses with message and data, and lets in later", async () => {
  const socket = client("/guarded", { auth: { token: "wrong" } });
  const [error] = await next(socket, "connect_error");
  assert.equal(error.message, "not welcome");
  assert.deepEqual(error.data, { code: 7, hints: ["token"] });
  assert.equal(socket.active, false);
  socket.auth = { token: "secret" };
  const welcome = next(socket, "welcome");
  socket.connect();
  assert.deepEqual(await welcome, ["guarded"]);
});

check("what the client says of itself reaches the server", async () => {
  const plain = client("/custom", { auth: { name: "A", nested: { list: [1, 2] } } });
  assert.deepEqual(await next(plain, "welcome"), [{ name: "A", nested: { list: [1, 2] } }]);
  const asked = client("/custom", { auth: (answer) => answer({ name: "B" }) });
  assert.deepEqual(await next(asked, "welcome"), [{ name: "B" }]);
  const silent = client("/custom");
  assert.deepEqual(await next(silent, "welcome"), [{}]);
});

check("rooms reach their members alone", async () => {
  const [a, b, c] = await Promise.all([connected(), connected(), connected()]);
  const room = `room of ${a.id}`;
  assert.deepEqual(await a.emitWithAck("join", room), [a.id, room]);
  await b.emitWithAck("join", room);
  const told = { a: [], b: [], c: [] };
  a.on("told", (text) => told.a.push(text));
  b.on("told", (text) => told.b.push(text));
  c.on("told", (text) => told.c.push(text));
  a.emit("tell others in", room, "others");
  a.emit("tell all in", room, "all");
  await until(() => told.a.length === 1 && told.b.length === 2, "all told");
  assert.deepEqual(await b.emitWithAck("leave", room), [b.id]);
  a.emit("tell all in", room, "again");
  a.emit("tell all in", c.id, "for c alone");
  a.emit("tell all", "everybody");
  await until(() => told.a.length === 3 && told.b.length === 3 && told.c.length === 2, "all told again");
  assert.deepEqual(told, {
    a: ["all", "again", "everybody"],
    b: ["others", "all", "everybody"],
    c: ["for c alone", "everybody"],
  });
});

check("everybody in a room acknowledges", async () => {
  const members = await Promise.all([connected(), connected(), connected()]);
  const room = `questions of ${members[0].id}`;
  for (const member of members) {
    member.on("question", (word, answer) => answer(member.id));
    await member.emitWithAck("join", room);
  }
  const answers = await members[0].emitWithAck("ask all in", room);
  assert.deepEqual(answers.sort(), members.map((member) => member.id).sort());
});

check("a middleware of events drops what it refuses", async () => {
  const socket = await connected();
  const refused = next(socket, "refused");
  socket.emit("forbidden");
  assert.deepEqual(await refused, ["no forbidden"]);
});

check("volatile events arrive when the way is free and are not kept", async () => {
  const socket = await connected();
  const heard = [];
  socket.on("whisper", (text) => heard.push(text));
  await until(() => {
    socket.volatile.emit("whisper", "now");
    return heard.includes("now");
  }, "whispered");
  socket.disconnect();
  socket.volatile.emit("whisper", "while away");
  socket.emit("echo", "kept");
  const kept = next(socket, "echo");
  socket.connect();
  assert.deepEqual(await kept, ["kept"]);
  assert.ok(!heard.includes("while away"));
});

check("leaving has its reason on both sides", async () => {
  const gone = await watcher();
  const socket = await connected();
  const { id } = socket;
  const reason = next(socket, "disconnect");
  socket.disconnect();
  assert.equal((await reason)[0], "io client disconnect");
  assert.equal(await gone(id), "client namespace disconnect");
  assert.equal(socket.active, false);
});

check("being dismissed has its reason on both sides", async () => {
  const gone = await watcher();
  for (const wish of ["dismiss me", "hang up"]) {
    const socket = await connected();
    const { id } = socket;
    const reason = next(socket, "disconnect");
    socket.emit(wish);
    assert.equal((await reason)[0], "io server disconnect");
    assert.equal(await gone(id), "server namespace disconnect");
    assert.equal(socket.active, false);
    socket.connect();
    await next(socket, "connect");
    assert.notEqual(socket.id, id);
  }
});

check("a client that loses its connection comes back", async () => {
  const gone = await watcher();
  const socket = await connected();
  const { id } = socket;
  const reason = next(socket, "disconnect");
  const back = next(socket, "connect");
  socket.io.engine.close();
  assert.equal((await reason)[0], "forced close");
  assert.equal(await gone(id), "transport close");
  await back;
  assert.notEqual(socket.id, id);
  assert.deepEqual(await echo(socket, "back"), ["back"]);
});

check("a client whose connection the server cuts comes back, with what it said meanwhile", async () => {
  const gone = await watcher();
  const socket = await connected();
  const { id } = socket;
  const reason = next(socket, "disconnect");
  const attempt = next(socket.io, "reconnect");
  const kept = next(socket, "echo");
  socket.once("disconnect", () => socket.emit("echo", "said while away"));
  socket.emit("cut");
  assert.equal((await reason)[0], "transport close");
  assert.equal(await gone(id), "forced close");
  assert.ok((await attempt)[0] >= 1);
  assert.deepEqual(await kept, ["said while away"]);
  assert.notEqual(socket.id, id);
});

check("large messages pass", async () => {
  const socket = await connected();
  // On polling binary grows by a third, and what is posted has the same limit as any message. In msgpack all is binary.
  const text = "large ".repeat(mode === "polling" && parser ? 115_000 : 150_000);
  assert.deepEqual(await echo(socket, text), [text]);
  const bytes = Buffer.alloc(mode === "polling" ? 700_000 : 900_000, "bytes");
  assert.deepEqual(await echo(socket, bytes), [bytes]);
});

check("a message that is too large ends its sender and nobody else", async () => {
  const gone = await watcher();
  const neighbour = await connected();
  const socket = await connected("/", { reconnection: false });
  const { id } = socket;
  const reason = next(socket, "disconnect");
  socket.emit("echo", "x".repeat(1_200_000));
  // On polling the refused POST and the goodbye to the pending GET race.
  assert.ok(["transport close", mode === "polling" && "transport error"].includes((await reason)[0]));
  assert.equal(typeof (await gone(id)), "string");
  assert.deepEqual(await echo(neighbour, "alive"), ["alive"]);
});

check("many messages keep their order, also while the transport changes", async () => {
  const socket = client();
  const heard = [];
  const counted = [];
  socket.on("echo", (number) => heard.push(number));
  socket.on("number", (number) => counted.push(number));
  await next(socket, "connect");
  let said = 0;
  for (let left = 300; left > 0; left--) {
    socket.emit("echo", said++);
    if (said % 10 === 0) {
      socket.emit("count", 5);
      await new Promise(setImmediate);
    }
    if (left === 1 && mode === "upgrade" && socket.io.engine.transport.name !== "websocket") {
      left = 101;
    }
  }
  await until(() => heard.length === said && counted.length === said / 2, "everything heard");
  assert.deepEqual(heard, Array.from({ length: said }, (unused, i) => i));
  assert.deepEqual(counted, Array.from({ length: said / 2 }, (unused, i) => i % 5));
  await settled(socket, mode);
});

check("heartbeats are answered", async () => {
  const socket = await connected();
  const { id } = socket;
  await next(socket.io, "ping");
  await next(socket.io, "ping");
  assert.deepEqual(await echo(socket, "alive"), ["alive"]);
  assert.equal(socket.id, id);
});

run(() => {
  open.forEach((socket) => socket.disconnect());
  open.clear();
});
