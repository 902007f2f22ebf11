// What the page knows: who I am, my rooms, what was said there. It listens to the server (docs/chat-protocol.md) and tells the
// parts of the page what has changed, each by an event: "rooms", "messages", "people", "typing", "me", "said", "notice".

import { Connection } from "./connection.js";
import { memory, randomId } from "./memory.js";
import { Outbox } from "./outbox.js";
import { PAGE, Room } from "./room.js";

export const LOBBY = "lobby";
const EVENT = "chat message";
const READ_MILLIS = 500;

export class Session extends EventTarget {
  /** {person, nick}, or null as long as the server has not said that it knows people. */
  me = null;
  limits = { maxLength: 4000 };
  rooms = new Map([[LOBBY, new Room(LOBBY)]]);
  current = this.rooms.get(LOBBY);
  /** Numbers of what this page said where nobody has a name, by room. */
  #mine = new Set();
  #loose = 0;
  #readTimer = null;

  constructor() {
    super();
    const key = memory.get("key") ?? randomId();
    memory.set("key", key);
    this.connection = new Connection(() => this.#auth(key));
    this.socket = this.connection.socket;
    this.outbox = new Outbox(this.connection, EVENT);
    this.outbox.addEventListener("change", () => this.#tell("messages"));
    this.outbox.addEventListener("acked", (event) => this.#acked(event.detail));
    this.#listen();
  }

  #auth(key) {
    const nick = memory.get("nick");
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
    on("welcome", (told) => this.#welcome(told));
    on(EVENT, (text, seq, rest) => this.#said(text, seq, rest ?? {}));
    on("edited", (told) => this.#edited(told));
    on("deleted", (told) => this.#deleted(told));
    on("reacted", (told) => this.#reacted(told));
    on("reset", (told) => this.#reset(told));
    on("room", (told) => this.#describe(told));
    on("left", ({ room }) => this.#left(room));
    on("read", (told) => this.#describe(told));
    on("presence", (told) => this.#presence(told));
    on("typing", ({ room, people }) => this.#typing(room, people));
    on("nick", (told) => this.#renamed(told));
  }

  async #connected() {
    await this.outbox.adopt();
    // A welcome comes before everything else; without one the server knows no people, and there is the lobby alone.
    this.load(this.current);
    if (this.me) {
      this.askPeople();
    }
  }

  #welcome({ me, rooms, limits }) {
    this.me = me;
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
    rooms.forEach((info) => this.#room(info.room).describe(info));
    this.current = this.rooms.get(this.current.name) ?? this.rooms.get(LOBBY);
    this.#tell("me");
    this.#tell("rooms");
    this.#tell("welcome");
  }

  #room(name) {
    if (!this.rooms.has(name)) {
      this.rooms.set(name, new Room(name));
    }
    return this.rooms.get(name);
  }

  #describe(told) {
    this.#room(told.room).describe(told);
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

  #said(text, seq, { room: name = LOBBY, epoch, ...rest }) {
    const room = this.#room(name);
    const loose = seq === undefined;
    const message = { room: name, epoch, text, seq: loose ? ++this.#loose : seq, loose, time: rest.time ?? Date.now(), ...rest };
    const known = !loose && seq <= room.seq;
    const entry = this.outbox.arrived(name, loose ? null : seq, rest.offset) ?? (loose && this.#looseEcho(text));
    if (entry && !this.me) {
      this.#mine.add(`${name} ${message.seq}`);
    }
    if (!room.said(message, this.isWatched(room)) || known) {
      return;
    }
    room.typing = room.typing.filter((one) => one.person !== message.person);
    const mine = Boolean(entry) || this.isMine(message);
    const mentioned = Boolean(this.me && message.mentions?.includes(this.me.person) && !mine);
    if (!mine && !this.isWatched(room) && (loose || seq > room.counted)) {
      room.divider = room.unread === 0 ? message.seq : room.divider;
      room.unread++;
      room.mentions += mentioned ? 1 : 0;
    }
    this.#tell("said", { room, message, mine, mentioned });
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
    if (!entry.seq) {
      this.outbox.remove(entry);
      return;
    }
    if (!this.me) {
      this.#mine.add(`${entry.room} ${entry.seq}`);
    }
    if (room?.get(entry.seq) || (room && !room.atEnd)) {
      this.outbox.remove(entry);
    }
  }

  #edited({ room: name, epoch, seq, message, text, time, mentions }) {
    const room = this.#room(name);
    room.place(epoch, seq);
    room.changed(message, seq, (changed) => Object.assign(changed, { text, edited: time, mentions }));
    this.#tell("messages");
    if (this.me && seq > room.counted && !this.isWatched(room) && (room.mentions || mentions?.includes(this.me.person))) {
      this.#countMentions(room);
    }
  }

  /** An edit may mention whom the message did not mention before, or no more: the server knows, and is asked once for several. */
  #countMentions(room) {
    clearTimeout(room.counting);
    room.counting = setTimeout(async () => {
      const { mentions } = await this.connection.request("read", { room: room.name, seq: room.read }).catch(() => room);
      if (!this.isWatched(room)) {
        room.mentions = mentions;
        this.#tell("rooms");
      }
    }, READ_MILLIS);
  }

  #deleted({ room: name, epoch, seq, message }) {
    const room = this.#room(name);
    room.place(epoch, seq);
    room.changed(message, seq, (changed) => Object.assign(changed, { text: "", deleted: true, reactions: [] }));
    this.#tell("messages");
  }

  #reacted({ room: name, epoch, seq, message, symbol, person, nick, added }) {
    const room = this.#room(name);
    room.place(epoch, seq);
    room.changed(message, seq, (changed) => {
      const reactions = (changed.reactions ?? []).map((one) =>
        one.symbol === symbol ? { ...one, people: one.people.filter((other) => other.person !== person) } : one,
      );
      let mine = reactions.find((one) => one.symbol === symbol);
      if (!mine && added) {
        reactions.push((mine = { symbol, people: [] }));
      }
      if (added) {
        mine.people.push({ person, nick });
      }
      changed.reactions = reactions.filter((one) => one.people.length > 0);
    });
    this.#tell("messages");
  }

  #reset({ room: name, epoch, seq }) {
    const room = this.#room(name);
    room.reset(epoch, seq);
    this.#tell("messages");
    if (room === this.current) {
      this.#tell("notice", { key: "reset" });
      this.load(room);
    }
  }

  #presence({ room: name, people, guests, came = [], went = [] }) {
    const room = this.#room(name);
    Object.assign(room, { people, guests });
    came.forEach(({ person, nick }) => room.present.set(person, nick));
    went.forEach((person) => room.present.delete(person));
    this.#tell("people");
  }

  #typing(name, people) {
    this.#room(name).typing = people.filter((one) => one.person !== this.me?.person);
    this.#tell("typing");
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
    this.load(room);
    this.askPeople();
  }

  /** Loads the newest messages of a room, unless they are there; whoever fails asks again. */
  async load(room) {
    if (room.loaded || room.loading || !this.connection.connected) {
      return;
    }
    room.loading = true;
    this.#tell("messages");
    try {
      const page = await this.#history(room, {});
      room.begin(page);
      this.#place(room, page);
    } catch (error) {
      // A server that remembers nothing never answers: then it is asked now and then, and nothing is said of it.
      room.failedToLoad();
      const wait = error.code === "no_answer" ? 30_000 : (error.retryAfter ?? 5000);
      setTimeout(() => room === this.current && this.load(room), wait);
    }
    this.#tell("messages");
  }

  #place(room, page) {
    const kept = memory.get("read");
    if (!this.me && !room.read && kept?.epoch === page.epoch) {
      room.read = kept.seq;
    }
    const other = room.messages.find((message) => message.seq > room.read && !this.isMine(message));
    room.divider = room.read && other ? other.seq : 0;
    for (const entry of this.outbox.entries) {
      if (entry.room === room.name && entry.seq && entry.seq <= page.seq) {
        this.outbox.remove(entry);
      }
    }
  }

  async #history(room, wanted) {
    // Nothing is asked of a room by name where there is the lobby alone.
    const named = room.name === LOBBY ? {} : { room: room.name };
    const page = await this.connection.request("history", { limit: PAGE, ...named, ...wanted });
    return { ...page, messages: page.messages.map((message) => ({ ...message, room: room.name })) };
  }

  async more(room, direction) {
    if (room.loading || !room.loaded || (direction < 0 ? room.atBeginning : room.atEnd)) {
      return;
    }
    room.loading = true;
    this.#tell("messages");
    try {
      if (direction < 0) {
        room.older(await this.#history(room, { before: room.messages[0]?.seq }));
      } else {
        const upTo = room.newest + PAGE;
        room.newer(await this.#history(room, { before: upTo + 1 }), upTo);
      }
    } catch (error) {
      room.failedToLoad();
      setTimeout(() => this.#tell("again"), error.retryAfter ?? 5000);
    }
    this.#tell("messages");
  }

  /** Shows the newest messages again, for who was among older ones. */
  async toEnd(room) {
    if (!room.atEnd) {
      room.clear();
      await this.load(room);
    }
  }

  async around(room, seq) {
    room.loading = true;
    try {
      room.around(await this.#history(room, { around: seq }));
    } catch (error) {
      room.failedToLoad();
      this.#tell("notice", { error });
    }
    this.#tell("messages");
  }

  /** Everything in a room was seen. */
  seen(room) {
    if (room.messages.at(-1)?.loose || room.seq <= room.read) {
      room.unread = 0;
      return;
    }
    room.read = room.seq;
    room.unread = 0;
    room.mentions = 0;
    this.#tell("rooms");
    clearTimeout(this.#readTimer);
    this.#readTimer = setTimeout(() => {
      if (this.me && this.connection.connected) {
        this.connection.request("read", { room: room.name, seq: room.read }).catch(() => {});
      } else {
        memory.set("read", { epoch: room.epoch, seq: room.read });
      }
    }, READ_MILLIS);
  }

  async askPeople() {
    const room = this.current;
    if (!this.me || !this.connection.connected) {
      return;
    }
    try {
      const { people, guests } = await this.connection.request("people", { room: room.name });
      room.present = new Map(people.map(({ person, nick }) => [person, nick]));
      Object.assign(room, { people: people.length, guests });
      this.#tell("people");
    } catch {
      // Who is here is told again with the next that comes or goes.
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
    } else if (command === "leave") {
      this.#left(answer.room);
    } else if (["join", "create", "msg"].includes(command)) {
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
