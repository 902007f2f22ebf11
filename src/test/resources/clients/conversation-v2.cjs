// The official JavaScript client 2.x talks with the server: node conversation-v2.cjs URL polling|websocket|upgrade
"use strict";

const assert = require("node:assert/strict");
const io = require("socket.io-client-v2");
const { io: current } = require("socket.io-client");
const { check, run, within, next, until } = require("./checks.cjs");
const { TRANSPORTS, HURRY, echo, watch, settled } = require("./talk.cjs");

const [url, mode] = process.argv.slice(2);
const open = new Set();

function client(path = "/", options = {}) {
  const socket = io(url + path, { transports: TRANSPORTS[mode], ...HURRY, ...options });
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

/** A connected client of today. */
async function young() {
  const socket = current(url, { transports: TRANSPORTS[mode], ...HURRY });
  open.add(socket);
  await next(socket, "connect");
  return socket;
}

function ask(socket, event, ...args) {
  return within(new Promise((resolve) => socket.emit(event, ...args, (...answer) => resolve(answer))), `answer to ${event}`);
}

/** Tells for each socket that leaves the reason that the server gives. */
async function watcher() {
  const socket = await connected();
  const gone = watch(socket);
  await ask(socket, "watch");
  return gone;
}

check("connects by its transport, with the id that it makes itself", async () => {
  const socket = await connected();
  assert.equal(socket.io.engine.transport.name, TRANSPORTS[mode].at(-1));
  assert.equal(socket.id, socket.io.engine.id);
  assert.deepEqual(await ask(socket, "join", "a room"), [[socket.id, "a room"]]);
});

check("hears values as it said them", async () => {
  const socket = await connected();
  const text = "नमस्ते, संवाद! é € \u{1f600} \u{10ffff} \u0000 \u001e \u2028 \ufeff \"quoted\" \\ 4:end";
  const values = [null, true, 0, -1.5, 2 ** 53, "", text, [], {}, [[1, { a: [null] }]], { [text]: text }];
  assert.deepEqual(await echo(socket, ...values), values);
  assert.deepEqual(await echo(socket), []);
});

check("binary travels both ways at any depth", async () => {
  const socket = await connected();
  const all = Buffer.from(Array.from({ length: 256 }, (unused, i) => i));
  const values = [all, { deep: [{ er: Buffer.from("b") }, "text é"] }, 3];
  assert.deepEqual(await echo(socket, ...values), values);
});

check("binary travels as base64 when the client wants that", async () => {
  const socket = await connected("/", { forceBase64: true });
  const bytes = Buffer.from([0, 1, 255]);
  assert.deepEqual(await echo(socket, bytes), [bytes]);
});

check("acknowledgements go both ways, with binary", async () => {
  const socket = await connected();
  assert.deepEqual(await ask(socket, "acknowledge", 1, { b: Buffer.from("b") }), [1, { b: Buffer.from("b") }]);
  socket.once("question", (word, mark, answer) => answer(word, mark.toString(), Buffer.from("because")));
  const answer = next(socket, "answer");
  socket.emit("ask me", 5000);
  assert.deepEqual(await answer, ["why", "?", Buffer.from("because")]);
});

check("namespaces share a connection and keep their events apart", async () => {
  const main = await connected();
  const custom = main.io.socket("/custom");
  open.add(custom);
  assert.deepEqual(await next(custom, "welcome"), [{}]);
  assert.equal(custom.id, `/custom#${main.id}`);
  main.on("echo", (...args) => assert.deepEqual(args, ["main"]));
  assert.deepEqual(await echo(custom, "x"), ["/custom", "x"]);
  custom.close();
  assert.deepEqual(await echo(main, "main"), ["main"]);
});

check("the query of a namespace is its auth", async () => {
  const socket = client("/custom?name=a%20%26%20b&empty=");
  assert.deepEqual(await next(socket, "welcome"), [{ name: "a & b", empty: "" }]);
});

check("an unknown namespace is refused", async () => {
  const socket = client("/unknown?with=query");
  assert.deepEqual(await next(socket, "error"), ["Invalid namespace"]);
});

check("a middleware refuses with its data, and lets in", async () => {
  const refused = client("/guarded?token=wrong");
  assert.deepEqual(await next(refused, "error"), [{ code: 7, hints: ["token"] }]);
  assert.equal(refused.connected, false);
  const admitted = client("/guarded?token=secret");
  assert.deepEqual(await next(admitted, "welcome"), ["guarded"]);
});

check("leaving has its reason on both sides", async () => {
  const gone = await watcher();
  const socket = await connected();
  const { id } = socket;
  const reason = next(socket, "disconnect");
  socket.close();
  assert.equal((await reason)[0], "io client disconnect");
  assert.match(await gone(id), /^(client namespace disconnect|transport close)$/);
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
  }
});

check("a client that loses its connection comes back", async () => {
  const gone = await watcher();
  const socket = await connected();
  const { id } = socket;
  const back = next(socket, "reconnect");
  socket.io.engine.close();
  assert.equal(await gone(id), "transport close");
  await back;
  await until(() => socket.connected, "connected");
  assert.notEqual(socket.id, id);
  assert.deepEqual(await echo(socket, "back"), ["back"]);
});

check("many messages keep their order, also while the transport changes", async () => {
  const socket = client();
  const heard = [];
  socket.on("echo", (number) => heard.push(number));
  await next(socket, "connect");
  let said = 0;
  for (let left = 200; left > 0; left--) {
    socket.emit("echo", said++);
    if (said % 10 === 0) {
      await new Promise(setImmediate);
    }
    if (left === 1 && mode === "upgrade" && socket.io.engine.transport.name !== "websocket") {
      left = 51;
    }
  }
  await until(() => heard.length === said, "everything heard");
  assert.deepEqual(heard, Array.from({ length: said }, (unused, i) => i));
});

check("large messages pass", async () => {
  const socket = await connected();
  const text = "lärge ".repeat(120_000);
  assert.deepEqual(await echo(socket, text), [text]);
  const bytes = Buffer.alloc(600_000, "bytes");
  assert.deepEqual(await echo(socket, bytes), [bytes]);
});

check("its pings are answered", async () => {
  const socket = await connected();
  const { id } = socket;
  for (let i = 0; i < 3; i++) {
    await next(socket, "pong");
  }
  assert.deepEqual(await echo(socket, "alive"), ["alive"]);
  assert.equal(socket.id, id);
});

// In Node the client polls with base64; browsers get these payloads.
check("binary payloads of polling are those of the official parser", async () => {
  const parser = require(require.resolve("engine.io-parser", { paths: [require.resolve("socket.io-client-v2")] }));
  const parsed = (payload) => {
    const packets = [];
    parser.decodePayload(payload, (packet) => packets.push(packet));
    return packets;
  };
  const base = `${url}/socket.io/?EIO=3&transport=polling`;
  const [opening] = parsed(await (await fetch(base)).text());
  const session = `${base}&sid=${JSON.parse(opening.data).sid}`;
  const message = [
    { type: "message", data: '51-["echo","é\u{1f600}",{"_placeholder":true,"num":0}]' },
    { type: "message", data: Buffer.from([0, 1, 254, 255]) },
  ];
  const body = await new Promise((resolve) => parser.encodePayload(message, true, resolve));
  const posted = await fetch(session, { method: "POST", body, headers: { "content-type": "application/octet-stream" } });
  assert.equal(await posted.text(), "ok");
  const heard = [];
  while (heard.length < 3) {
    const answer = await fetch(session);
    const binary = answer.headers.get("content-type") === "application/octet-stream";
    heard.push(...parsed(binary ? Buffer.from(await answer.arrayBuffer()) : await answer.text()));
  }
  assert.deepEqual(heard, [{ type: "message", data: "0" }, ...message]);
  await fetch(session, { method: "POST", body: "1:1" });
});

check("clients of both ages are in one conversation", async () => {
  const [old, other, today] = await Promise.all([connected(), connected(), young()]);
  const room = `both in ${old.id}`;
  await Promise.all([ask(old, "join", room), ask(other, "join", room), today.emitWithAck("join", room)]);
  const members = [old, other, today];
  const bytes = Buffer.from([1, 2, 3]);
  for (const speaker of members) {
    const told = members.map((member) => next(member, "told"));
    speaker.emit("tell all in", room, { said: bytes });
    assert.deepEqual(await Promise.all(told), members.map(() => [{ said: bytes }]));
  }
  members.forEach((member) => member.on("question", (word, answer) => answer(member.id)));
  const [answers] = await ask(old, "ask all in", room);
  assert.deepEqual(answers.sort(), members.map((member) => member.id).sort());
});

run(() => {
  open.forEach((socket) => socket.close());
  open.clear();
});
