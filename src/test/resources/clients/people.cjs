// What people do in the chat: two of them, one with two tabs: node people.cjs URL.
"use strict";

const { io } = require("socket.io-client");
const { check, equal, run, until, within } = require("./checks.cjs");

const url = process.argv[2];
const open = [];
let couples = 0;

/** A tab of a person, with all it hears. */
function tab(nick, auth = {}) {
  const socket = io(url, { forceNew: true, auth: { key: `the-key-of-${nick}-is-long-enough`, nick, ...auth } });
  socket.heard = [];
  socket.onAny((event, ...args) => socket.heard.push({ event, args }));
  open.push(socket);
  return socket;
}

const heard = (socket, event) => socket.heard.filter((one) => one.event === event).map((one) => one.args);
const told = (socket, event) => heard(socket, event).map(([about]) => about);
const texts = (socket) => heard(socket, "chat message").map(([text]) => text);
const welcome = (socket) => told(socket, "welcome")[0];
const ask = (socket, ...request) =>
  within(new Promise((done) => socket.emit(...request, done)), `answer to ${JSON.stringify(request)}`);

/** Asks for what must be done. */
async function get(socket, ...request) {
  const answer = await ask(socket, ...request);
  equal(answer.error, undefined);
  return answer;
}

/** Asks for what must be refused, and gives why. */
async function refused(socket, ...request) {
  const { error } = await ask(socket, ...request);
  if (!error?.message) {
    throw new Error(`not refused: ${JSON.stringify(request)}`);
  }
  return error;
}

/** Two people who are new, one of them twice. */
async function couple() {
  couples++;
  const [asha, ravi] = [tab(`Asha${couples}`), tab(`Ravi${couples}`)];
  await until(() => [asha, ravi].every(welcome), "welcome");
  const again = tab(`Asha${couples}`);
  await until(() => welcome(again), "another welcome");
  return { asha, again, ravi, all: [asha, again, ravi] };
}

/** Waits until each has heard of something. */
const all = (sockets, event, test) =>
  until(() => sockets.every((socket) => heard(socket, event).some((args) => test(...args))), event);

check("a nickname is one's own and known in all tabs", async () => {
  const { asha, again, ravi } = await couple();
  const me = welcome(asha).me;
  equal(welcome(again).me, me);
  equal(await get(asha, "nick", { nick: "आशा" }), { person: me.person, nick: "आशा" });
  await all([again], "nick", (now) => now.nick === "आशा");
  equal((await refused(ravi, "nick", { nick: "आशा" })).code, "taken");
  equal((await refused(ravi, "nick", { nick: "a b" })).code, "invalid");
  await all([ravi], "presence", ({ came }) => came.some((one) => one.person === me.person && one.nick === "आशा"));
});

check("two tabs are one person, who is gone some time after the last", async () => {
  const { asha, again, ravi } = await couple();
  const { person } = welcome(asha).me;
  const here = async () => (await get(ravi, "people", { room: "lobby" })).people.filter((one) => one.person === person);
  await until(async () => (await here()).length === 1, "present once");
  const went = () => told(ravi, "presence").some((change) => change.went.includes(person));
  asha.disconnect();
  again.disconnect();
  asha.connect();
  await until(() => heard(asha, "welcome").length === 2, "back");
  equal((await here()).length, 1);
  asha.disconnect();
  await until(went, "told of", 15000);
  equal(await here(), []);
});

check("a room that one makes is there for both tabs, and for whoever joins", async () => {
  const { asha, again, ravi, all: three } = await couple();
  const room = `tea-${couples}`;
  const made = await get(asha, "create", { room, topic: "Assam" });
  equal([made.room, made.topic, made.kind], [room, "Assam", "public"]);
  await all([again], "room", (info) => info.room === room);
  equal((await refused(ravi, "create", { room })).code, "taken");
  const listed = (await get(ravi, "rooms", {})).rooms.find((one) => one.room === room);
  equal([listed.topic, listed.mine], ["Assam", false]);
  await get(ravi, "join", { room });
  await get(ravi, "topic", { room, topic: "Darjeeling" });
  await all(three, "room", (info) => info.room === room && info.topic === "Darjeeling");
  await get(again, "chat message", "in the room", "o-1", { room });
  await all(three, "chat message", (text, seq, rest) => text === "in the room" && rest.room === room);
  await get(asha, "leave", { room });
  await all([again], "left", (gone) => gone.room === room);
  await get(ravi, "chat message", "alone", "o-2", { room });
  await all([ravi], "chat message", (text) => text === "alone");
  equal([texts(asha), texts(again)].map((list) => list.includes("alone")), [false, false]);
});

check("what is said to one is for one", async () => {
  const { asha, again, ravi, all: three } = await couple();
  const stranger = tab(`Meena${couples}`);
  await until(() => welcome(stranger), "welcome");
  const direct = await get(ravi, "direct", { nick: welcome(asha).me.nick });
  equal([direct.kind, direct.with], ["direct", welcome(asha).me]);
  await all([asha, again], "room", (info) => info.room === direct.room && info.with.person === welcome(ravi).me.person);
  await get(ravi, "chat message", "for you", "o-3", { room: direct.room });
  await all(three, "chat message", (text) => text === "for you");
  equal((await refused(stranger, "history", { room: direct.room })).code, "not_found");
  equal((await refused(stranger, "people", { room: direct.room })).code, "not_found");
  equal(texts(stranger), []);
});

check("who types is told until they have said it", async () => {
  const { asha, ravi, again } = await couple();
  const me = welcome(asha).me;
  asha.volatile.emit("typing", { room: "lobby", typing: true });
  await all([ravi, again], "typing", ({ people }) => people.some((one) => one.person === me.person && one.nick === me.nick));
  await get(asha, "chat message", "typed");
  await until(() => told(ravi, "typing").at(-1).people.every((one) => one.person !== me.person), "no longer");
});

check("edits, deletions and reactions are heard by all in one order", async () => {
  const { asha, again, ravi, all: three } = await couple();
  const { seq } = await get(asha, "chat message", "fisrt");
  await get(again, "edit", { room: "lobby", seq, text: "first" });
  equal((await refused(ravi, "edit", { room: "lobby", seq, text: "mine" })).code, "not_yours");
  await get(ravi, "react", { room: "lobby", seq, symbol: "👍", added: true });
  const { messages } = await get(ravi, "history", { limit: 1 });
  equal([messages[0].text, messages[0].reactions[0].symbol], ["first", "👍"]);
  await get(asha, "delete", { room: "lobby", seq });
  await all(three, "deleted", ({ message }) => message === seq);
  const order = ["chat message", "edited", "reacted", "deleted"];
  for (const socket of three) {
    const mine = socket.heard.filter(({ event, args }) =>
      event === "chat message" ? args[1] === seq : order.includes(event) && args[0].message === seq);
    equal(mine.map(({ event }) => event), order);
  }
});

check("who was away is told what is unread and who was mentioned, and misses nothing", async () => {
  const { asha, ravi, all: three } = await couple();
  const { nick, person } = welcome(ravi).me;
  const { seq, epoch } = await get(asha, "chat message", "before");
  await all([ravi], "chat message", (text, number) => number === seq);
  ravi.disconnect();
  await get(asha, "chat message", `do you hear, @${nick}?`);
  const last = (await get(asha, "chat message", "hello?")).seq;
  const back = tab(nick, { places: { lobby: { epoch, seq } } });
  const other = tab(nick);
  await until(() => welcome(back) && welcome(other), "welcome");
  const lobby = welcome(back).rooms.find((one) => one.room === "lobby");
  equal([lobby.unread, lobby.mentions], [3, 1]);
  await all([back], "chat message", (text, number) => number === last);
  equal(heard(back, "chat message").map(([text]) => text), [`do you hear, @${nick}?`, "hello?"]);
  equal(heard(back, "chat message")[0][2].mentions, [person]);
  await get(back, "read", { room: "lobby", seq: last });
  await all([other], "read", (now) => now.read === last && now.unread === 0 && now.mentions === 0);
  equal(three.length, 3);
});

check("what was said is found by its words", async () => {
  const { asha, ravi } = await couple();
  await get(asha, "chat message", `the elephant number ${couples} drinks`);
  const { messages } = await get(ravi, "search", { room: "lobby", words: `elephant ${couples}` });
  equal(messages.map(({ text }) => text), [`the elephant number ${couples} drinks`]);
});

check("commands do what they stand for", async () => {
  const { asha, again, ravi } = await couple();
  const command = (socket, text) => get(socket, "command", { room: "lobby", text });
  equal((await command(asha, "/help")).text.includes("/search WORDS"), true);
  await command(asha, `/nick Usha${couples}`);
  await all([again], "nick", ({ nick }) => nick === `Usha${couples}`);
  await command(asha, `/create pond${couples} Frogs`);
  equal((await command(ravi, `/join pond${couples}`)).topic, "Frogs");
  await command(ravi, `/msg Usha${couples} psst`);
  await all([asha, again], "chat message", (text) => text === "psst");
  await command(ravi, "/me waves");
  await all([asha, again], "chat message", (text, seq, rest) => text === "waves" && rest.action === true);
  equal((await refused(asha, "command", { room: "lobby", text: "/fly" })).code, "unknown_command");
});

check("what is too long or too fast is refused, with a time where that helps", async () => {
  const { ravi } = await couple();
  const { maxLength } = welcome(ravi).limits;
  equal((await refused(ravi, "chat message", "x".repeat(maxLength + 1))).code, "too_large");
  const answers = await Promise.all(Array.from({ length: 80 }, (none, i) => ask(ravi, "chat message", `fast ${i}`)));
  const slowed = answers.filter(({ error }) => error?.code === "too_fast");
  equal(slowed.length > 0 && slowed.every(({ error }) => error.retryAfter > 0), true);
});

run(() => open.splice(0).forEach((socket) => socket.disconnect()));
