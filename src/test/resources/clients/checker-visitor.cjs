// A client for checker.cjs that does all that the chat can do, tries again until it is answered for good, and writes down what
// it asked for and what it heard.
"use strict";

const { io } = require("socket.io-client");

const WAYS = [["polling"], ["websocket"], ["polling", "websocket"]];
const ACK_TIMEOUT = 2_000;
const PAUSE = 40;
const SPREAD = 160;
/** Requests that may be open before it waits. */
const MOST_OPEN = 60;
/** A message or reaction is changed again only after that: a request that was held up may be done late. */
const REST = 10_000;
const RECENT = 40;

/** How often it does what, in sum 1. */
const SHARES = { say: 0.6, react: 0.15, edit: 0.1, remove: 0.04, readOn: 0.06, comeAndGo: 0.05 };

class Visitor {
  constructor({ url, number, person, first, comesBack, next }) {
    Object.assign(this, { url, number, person, first, comesBack, next, name: `js${number}` });
    this.operations = [];
    this.heard = [];
    this.places = {};
    this.wasAt = {};
    this.read = {};
    this.mine = [];
    this.recent = [];
    this.count = 0;
    this.open = 0;
    this.lost = 0;
    this.recovered = 0;
    this.left = [];
    this.stopped = false;
    this.welcome = false;
    if (this.saysPlaces()) {
      this.comeIn({ room: "lobby", epoch: "", seq: 0 });
    }
    // Half of them try again by the client's own means, one request at a time; the others on their own, many at a time.
    this.patient = number % 2 === 0;
    const retries = this.patient ? { retries: 100_000, ackTimeout: ACK_TIMEOUT } : {};
    this.socket = io(url, {
      auth: (give) => give(this.auth()),
      transports: WAYS[number % WAYS.length],
      forceNew: true,
      reconnectionDelay: 50,
      reconnectionDelayMax: 300,
      timeout: 3000,
      ...retries,
    });
    this.listen();
  }

  saysPlaces() {
    return this.comesBack.includes("places");
  }

  auth() {
    this.said = this.saysPlaces() ? structuredClone(this.places) : {};
    if (this.person) {
      const { key, nick } = this.person;
      return { key, nick, places: this.said };
    }
    const lobby = this.said.lobby;
    return lobby ? { serverOffset: lobby.seq, epoch: lobby.epoch } : {};
  }

  // ---------------------------------------------------------------- hearing

  listen() {
    const { socket } = this;
    socket.on("connect", () => this.connected());
    socket.on("disconnect", () => {
      this.lost++;
      if (this.comesBack === "by places") {
        // As clients do that know nothing of recovery.
        delete socket._pid;
      }
    });
    socket.on("welcome", (told) => this.welcomed(told));
    socket.on("room", (info) => this.inRoom(info));
    socket.on("left", ({ room }) => this.goOut(room));
    socket.on("read", ({ room, read }) => this.hasRead(room, read));
    socket.on("chat message", (text, seq, { person, ...rest }) => {
      this.hear({ ...rest, seq }, "posted", text, person);
      this.recent = [...this.recent.slice(-RECENT), { room: rest.room, seq }];
    });
    socket.on("edited", (told) => this.hear(told, "edited", told.text));
    socket.on("deleted", (told) => this.hear(told, "deleted"));
    socket.on("reacted", (told) => this.hear(told, "reacted", (told.added ? "+" : "-") + told.symbol, told.person));
    socket.on("reset", (told) => this.hear(told, "reset"));
  }

  connected() {
    this.recovered += this.socket.recovered ? 1 : 0;
    if (!this.person) {
      this.welcome = true;
      if (!this.socket.recovered && !this.said.lobby) {
        // It hears what is said from now on, and is not told where that is.
        this.comeIn({ room: "lobby", epoch: null, seq: -1 });
      }
    }
  }

  welcomed({ me, rooms }) {
    this.welcome = true;
    this.person.id = me.person;
    const now = rooms.map(({ room }) => room);
    Object.keys(this.places).filter((room) => !now.includes(room)).forEach((room) => this.goOut(room));
    for (const info of rooms) {
      if (this.said[info.room]) {
        this.hasRead(info.room, info.read);
      } else {
        this.comeIn(info);
      }
    }
  }

  /** Somebody who is recovered on the way into a room is told of it once more, and goes on from the place that was said. */
  inRoom(info) {
    const goesOn = this.socket.recovered && this.said[info.room] && this.places[info.room];
    if (info.epoch && !goesOn) {
      this.comeIn(info);
    }
  }

  comeIn({ room, epoch, seq, read }) {
    this.heard.push([room, epoch || null, seq, "in", 0, null, null]);
    this.places[room] = { epoch, seq };
    this.hasRead(room, read);
  }

  goOut(room) {
    this.heard.push([room, null, 0, "out", 0, null, null]);
    this.wasAt[room] = this.places[room] ?? this.wasAt[room];
    delete this.places[room];
    delete this.read[room];
  }

  hasRead(room, seq) {
    if (seq !== undefined && this.places[room]) {
      this.read[room] = Math.max(this.read[room] ?? 0, seq);
    }
  }

  hear({ room, epoch, seq, message = 0 }, kind, what = null, who = null) {
    if (!this.places[room] && this.joining?.room === room && this.isLate(this.joining)) {
      // A try whose answer it did not wait for has let it in: from the place that it said, or from one that it cannot know.
      this.comeIn({ room, epoch, seq: this.joining.seq ?? -1 });
    }
    this.heard.push([room, epoch, seq, kind, message, what, who]);
    if (this.places[room]) {
      this.places[room] = { epoch, seq };
    }
  }

  isWelcome() {
    return this.welcome;
  }

  hasHeard(ends) {
    return Object.entries(this.places).every(([room, { seq }]) => seq >= ends[room].seq);
  }

  // ---------------------------------------------------------------- asking

  /** Asks until the answer is for good: a refusal is, unless the same may succeed later. */
  request(event, args, answered) {
    const asked = this.now();
    this.open++;
    const ask = (again) => {
      const socket = this.patient ? this.socket : this.socket.timeout(ACK_TIMEOUT);
      socket.emit(event, ...args, (late, answer) => {
        if (late || answer.error?.retryAfter) {
          const undone = !late && answer.error.code !== "unavailable";
          setTimeout(ask, answer?.error.retryAfter ?? 100, again || !undone);
          return;
        }
        this.open--;
        // Whoever is patient does not see how often it was sent.
        answered(answer, again || (this.patient && this.isLate(asked)));
      });
    };
    ask(false);
  }

  now() {
    return { losses: this.lost, began: Date.now() };
  }

  /** Whether something that was asked then may have been asked again since. */
  isLate({ losses, began }) {
    return this.lost > losses || Date.now() - began >= ACK_TIMEOUT;
  }

  /** The answer, when it is not refused for good. */
  get(event, ...args) {
    return new Promise((resolve, reject) => {
      this.request(event, args, (answer) => (answer.error ? reject(new Error(answer.error.code)) : resolve(answer)));
    });
  }

  /** Asks for an entry of a log, and writes down what became of it. */
  operate(kind, room, target, what, event, args, answered) {
    const operation = { by: this.name, person: this.person?.id ?? null, kind, room, target, what };
    this.operations.push(operation);
    this.request(event, args, ({ epoch, seq, error }, again) => {
      Object.assign(operation, { again, epoch, seq, refusal: error?.code });
      if (!error) {
        answered?.(seq);
      }
    });
  }

  id() {
    return `${this.name}-${this.count++}`;
  }

  anyOf(list) {
    return list[Math.floor(this.next() * list.length)];
  }

  // ---------------------------------------------------------------- rooms

  /** Makes a room, or joins it when it was made by a try before. */
  async make(room) {
    await this.get("create", { room, topic: "made" }).then((info) => this.joined(info), () => this.join(room));
  }

  async direct(nick) {
    this.joined(await this.get("direct", { nick }));
  }

  async join(room) {
    this.joined(await this.get("join", { room }));
  }

  joined(info) {
    if (!this.places[info.room]) {
      this.comeIn(info);
    }
  }

  async haveRead(room, seq) {
    const { read } = await this.get("read", { room, seq });
    this.hasRead(room, read);
  }

  // ---------------------------------------------------------------- what it does all the time

  start() {
    if (this.stopped) {
      return;
    }
    if (this.open < MOST_OPEN) {
      this.act();
    }
    setTimeout(() => this.start(), PAUSE + this.next() * SPREAD);
  }

  act() {
    let dice = this.next();
    const what = Object.keys(SHARES).find((name) => (dice -= SHARES[name]) < 0) ?? "say";
    const done = this.person && what !== "say" && this[what]();
    if (!done) {
      this.say(this.anyOf(Object.keys(this.places)));
    }
  }

  say(room) {
    const id = this.id();
    const text = this.person && this.next() < 0.2 ? `${id} @${this.anyOf(["Asha", "Boris", "Chitra", "Dev"])}` : id;
    this.operate("posted", room, 0, text, "chat message", [text, id, { room }], (seq) => {
      this.mine = [...this.mine.slice(-RECENT), { room, seq, rested: 0 }];
    });
  }

  /** A message of one's own that nothing was changed of for a while; from now on something is. */
  takeMine() {
    const one = this.anyOf(this.mine.filter(({ rested }) => rested <= Date.now()));
    if (one) {
      one.rested = Infinity;
    }
    return one;
  }

  edit() {
    const one = this.takeMine();
    if (one) {
      const text = this.id();
      this.operate("edited", one.room, one.seq, text, "edit", [{ room: one.room, seq: one.seq, text }], () => {
        one.rested = Date.now() + REST;
      });
    }
    return one;
  }

  remove() {
    const one = this.takeMine();
    if (one) {
      this.operate("deleted", one.room, one.seq, null, "delete", [{ room: one.room, seq: one.seq }]);
    }
    return one;
  }

  /** Reacts to something, and takes it back later or never. */
  react() {
    const one = this.anyOf(this.recent);
    if (one) {
      const symbol = this.id();
      this.change(one, symbol, true, () => this.next() < 0.3 && setTimeout(() => this.withdraw(one, symbol), REST));
    }
    return one;
  }

  withdraw(one, symbol) {
    if (!this.stopped) {
      this.change(one, symbol, false);
    }
  }

  change({ room, seq }, symbol, added, answered) {
    const what = (added ? "+" : "-") + symbol;
    this.operate("reacted", room, seq, what, "react", [{ room, seq, symbol, added }], answered);
  }

  readOn() {
    const room = this.anyOf(Object.keys(this.places));
    this.request("read", [{ room, seq: this.places[room].seq }], ({ read }) => this.hasRead(room, read));
    return true;
  }

  /** The first tab of a person leaves a room, or joins one that it left: anew, or from where it was. */
  comeAndGo() {
    if (!this.first || this.going) {
      return false;
    }
    this.going = true;
    const back = this.left.pop();
    if (back) {
      const from = this.next() < 0.5 ? back : {};
      this.joining = { room: back.room, seq: from.seq, ...this.now() };
      this.request("join", [{ room: back.room, ...from }], (info) => {
        // Where a try let it in whose answer it did not wait for, it does not know.
        this.joined({ ...info, ...(this.isLate(this.joining) ? { seq: -1 } : {}), ...from });
        this.joining = null;
        this.going = false;
      });
      return true;
    }
    const room = this.anyOf(Object.keys(this.places).filter((one) => one !== "lobby" && !one.startsWith("@")));
    if (room) {
      this.request("leave", [{ room }], () => {
        // Unless a welcome has said so before.
        if (this.places[room]) {
          this.goOut(room);
        }
        this.left.push({ room, ...this.wasAt[room] });
        this.going = false;
      });
    } else {
      this.going = false;
    }
    return room;
  }

  stop() {
    this.stopped = true;
  }

  close() {
    this.socket.disconnect();
  }
}

module.exports = { Visitor };
