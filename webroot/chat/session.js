// What the page knows: who I am, my rooms, what was said there. It listens to the server (docs/chat-protocol.md) and tells the
// parts of the page what has changed, each by an event: "rooms", "messages", "people", "typing", "me", "said", "notice".

import * as changes from "./changes.js";
import { Connection } from "./connection.js";
import { Log } from "./log.js";
import { memory, randomId } from "./memory.js";
import { Outbox } from "./outbox.js";
import { Pages } from "./pages.js";
import { Presence } from "./presence.js";
import { Reading } from "./reading.js";
import { Room } from "./room.js";

export const LOBBY = "lobby";
const EVENT = "chat message";
const WELCOME_MILLIS = 3000;
const KEY = /^[\w-]{22,200}$/;

export class Session extends EventTarget {
  /** {person, nick}, or null as long as the server has not said that it knows people. */
  me = null;
  /** Whether the server remembers nothing, as far as can be told: then it knows no people and has no commands. */
  forgets = false;
  limits = { maxLength: 4000 };
  /** By how many milliseconds the clock of the server is ahead of the one here. */
  skew = 0;
  rooms = new Map([[LOBBY, new Room(LOBBY)]]);
  current = this.rooms.get(LOBBY);
  /** Numbers of what this page said where nobody has a name, by room. */
  #mine = new Set();
  #loose = 0;
  #log;
  #presence;
  #reading = new Reading(this);

  constructor() {
    super();
    const kept = memory.get("key");
    const key = KEY.test(kept) ? kept : randomId();
    memory.set("key", key);
    this.connection = new Connection(() => this.#auth(key));
    this.socket = this.connection.socket;
    this.outbox = new Outbox(this.connection, EVENT, (name) => this.#lastOf(name));
    this.outbox.addEventListener("change", () => this.#tell("messages"));
    this.outbox.addEventListener("acked", (event) => this.#acked(event.detail));
    this.pages = new Pages(this.connection, this);
    this.#log = new Log(this.connection, this);
    this.#presence = new Presence(this);
    this.#listen();
  }

  #auth(key) {
    const kept = memory.get("nick");
    const nick = typeof kept === "string" ? kept : null;
    const lobby = this.rooms.get(LOBBY);
    const known = [...this.rooms.values()].filter((room) => room.epoch);
    return {
      key,
      ...(nick ? { nick } : {}),
      places: Object.fromEntries(known.map(({ name, epoch, seq }) => [name, { epoch, seq }])),
      ...(lobby.epoch ? { serverOffset: lobby.seq, epoch: lobby.epoch } : {}),
    };
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  #listen() {
    const on = (event, take) => this.socket.on(event, take);
    this.socket.on("connect", () => this.#connected());
    const entry = (event, take) =>
      on(event, (told) => this.#log.hear(this.room(told.room), told, () => take(this.room(told.room), told)));
    on("welcome", (told) => this.#welcome(told));
    on(EVENT, (text, seq, rest) => this.#said(text, seq, rest ?? {}));
    entry("edited", (room, told) => {
      this.#changed(room, told, changes.edited);
      this.#reading.edited(room, told, () => this.#tell("rooms"));
    });
    entry("deleted", (room, told) => this.#changed(room, told, changes.deleted));
    entry("reacted", (room, told) => this.#changed(room, told, changes.reacted));
    on("reset", (told) => this.reset(told));
    on("room", (told) => this.#describe(told));
    on("left", ({ room }) => this.#left(room));
    // Whoever has read further meanwhile, here, has said so and is answered later.
    on("read", (told) => told.read < this.rooms.get(told.room)?.read || this.#describe(told));
    on("nick", (told) => this.#renamed(told));
  }

  #connected() {
    this.outbox.adopt();
    this.outbox.flush();
    // A welcome comes before everything else; without one the server knows no people, and there is the lobby alone.
    this.pages.load(this.current);
    if (this.socket.recovered) {
      this.#log.fill();
      this.#presence.ask();
    }
  }

  #welcome({ me, rooms, limits, time }) {
    this.me = me;
    this.skew = time - Date.now();
    Object.assign(this.limits, limits);
    if (me.nick) {
      memory.set("nick", me.nick);
    }
    const names = new Set(rooms.map((info) => info.room));
    for (const name of [...this.rooms.keys()]) {
      if (!names.has(name) && name !== LOBBY) {
        this.rooms.delete(name);
      }
    }
    this.#log.begin();
    rooms.forEach((info) => this.#known(info));
    this.#tell("me");
    if (!this.rooms.has(this.current.name)) {
      this.open(LOBBY);
    }
    this.#tell("rooms");
    this.#tell("welcome");
    this.#presence.ask();
  }

  /** The room of a name, which is made when it is not known yet. */
  room(name) {
    if (!this.rooms.has(name)) {
      this.rooms.set(name, new Room(name));
    }
    return this.rooms.get(name);
  }

  #known(told) {
    const room = this.room(told.room);
    room.describe(told);
    this.#log.know(room, told.epoch, told.seq);
  }

  #describe(told) {
    this.#known(told);
    this.#tell("rooms");
  }

  #left(name) {
    if (name !== LOBBY && this.rooms.delete(name)) {
      if (this.current.name === name) {
        this.open(LOBBY);
      }
      this.#tell("rooms");
    }
  }

  isMine(message) {
    return this.me ? message.person === this.me.person : this.#mine.has(`${message.room} ${message.seq}`);
  }

  /** Whether whoever sits here sees what is said in a room. Set by the timeline. */
  isWatched = () => false;

  #said(text, seq, { room: name = LOBBY, ...rest }) {
    const room = this.room(name);
    if (seq === undefined) {
      const message = { room: name, text, loose: true, time: Date.now(), ...rest, seq: ++this.#loose };
      const entry = this.#looseEcho(text);
      if (entry) {
        this.#mine.add(`${name} ${message.seq}`);
      }
      this.#take(room, message, Boolean(entry));
    } else {
      const message = { room: name, text, seq, time: Date.now(), ...rest };
      this.#log.hear(room, { epoch: rest.epoch, seq }, () => this.#take(room, message));
    }
  }

  /** A message that did not come by itself, and that was asked for. */
  missed(room, message) {
    this.#take(room, message);
  }

  #take(room, message, mine = this.isMine(message)) {
    if (!room.said(message, this.isWatched(room))) {
      return;
    }
    room.typing = room.typing.filter((one) => one.person !== message.person);
    this.#settle(room);
    if (!message.deleted) {
      const mentioned = Boolean(this.me && message.mentions?.includes(this.me.person) && !mine);
      if (!mine) {
        this.#reading.said(room, message, mentioned);
      }
      this.#tell("said", { room, message, mine, mentioned });
    }
    this.#tell("messages");
    this.#tell("rooms");
  }

  /** A server that remembers nothing numbers nothing: the copy is known by its text. */
  #looseEcho(text) {
    const entry = this.outbox.entries.find((other) => other.state === "sending" && other.text === text);
    return entry && ((entry.copied = true), entry);
  }

  #acked(entry) {
    const room = this.rooms.get(entry.room);
    if (!entry.seq || !room) {
      this.outbox.remove(entry);
      return;
    }
    if (!this.me) {
      this.#mine.add(`${entry.room} ${entry.seq}`);
    }
    this.#log.know(room, entry.epoch, entry.seq);
    this.#settle(room);
  }

  /** The server's copy takes the place of what was written here. */
  #settle(room) {
    for (const entry of this.outbox.entries) {
      if (entry.room === room.name && entry.seq && (entry.seq <= room.seq || entry.epoch !== room.epoch || !room.atEnd)) {
        this.outbox.remove(entry);
      }
    }
  }

  /** The last entry of a room that is known not to be what will be sent next. */
  #lastOf(name) {
    const { epoch, seq } = this.rooms.get(name) ?? {};
    const acked = this.outbox.entries.filter((entry) => entry.room === name && entry.seq && entry.epoch === epoch);
    return { epoch, seq: Math.max(seq ?? 0, ...acked.map((entry) => entry.seq)) };
  }

  /** Whether the server's copy of something that was sent is shown already, although the answer is not there. */
  isShown(room, entry) {
    const from = entry.tried?.epoch === room.epoch ? entry.tried.seq : 0;
    const isCopy = (message) => message.seq > from && message.text === entry.text && this.isMine(message);
    return Boolean(entry.tried && !entry.seq && this.me && room.messages.some(isCopy));
  }

  #changed(room, told, change) {
    change(room, told);
    this.#tell("messages");
  }

  reset({ room: name, epoch, seq }) {
    const room = this.room(name);
    room.reset(epoch, seq);
    this.#tell("messages");
    if (room === this.current) {
      this.#tell("notice", { key: "reset" });
      this.pages.load(room);
    }
  }

  /** Something about messages of a room has changed, and it is not known what. */
  async changed(room) {
    await this.pages.refresh(room);
    this.#presence.ask();
  }

  history(room, wanted) {
    return this.pages.ask(room, wanted);
  }

  #renamed({ nick }) {
    this.me = { ...this.me, nick };
    memory.set("nick", nick);
    this.#tell("me");
  }

  /** Opens a room of mine. */
  open(name) {
    const room = this.rooms.get(name);
    if (!room || room === this.current) {
      return;
    }
    this.current.divider = 0;
    this.current.rest();
    this.current = room;
    this.#tell("opened");
    this.#tell("rooms");
    this.pages.load(room);
    this.#presence.ask();
  }

  /** The newest messages of a room are there. */
  settled(room, page) {
    this.#reading.begin(room, page);
    this.#settle(room);
    if (!this.me) {
      // Who remembers also knows people: their welcome was lost.
      setTimeout(() => !this.me && this.connection.connected && this.connection.again(), WELCOME_MILLIS);
    }
  }

  /** Everything in a room was seen. */
  seen(room) {
    if (this.#reading.seen(room)) {
      this.#tell("rooms");
    }
  }

  /** Does something on the server that a person asked for, and says why when it is refused. */
  async ask(event, wanted) {
    try {
      return await this.connection.request(event, wanted);
    } catch (error) {
      this.#tell("notice", { error });
      return null;
    }
  }

  /** Joins, creates or opens privately; then opens it here. */
  async enter(event, wanted) {
    const info = await this.ask(event, wanted);
    if (info) {
      this.entered(info);
    }
    return info;
  }

  entered(info) {
    this.#describe(info);
    this.open(info.room);
  }

  /** A command of this page was carried out, of which only other tabs are told. */
  answered({ command, ...answer }) {
    if (command === "nick") {
      this.#renamed(answer);
    } else if (command === "topic") {
      this.#describe({ room: answer.room, topic: answer.topic });
    } else if (command === "leave") {
      this.#left(answer.room);
    } else if (["join", "create"].includes(command)) {
      this.entered(answer);
    }
  }

  async leave(room) {
    if (await this.ask("leave", { room: room.name })) {
      this.#left(room.name);
    }
  }

  async rename(nick) {
    const answer = await this.ask("nick", { nick });
    if (answer) {
      this.#renamed(answer);
    }
    return answer;
  }
}
