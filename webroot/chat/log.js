// The entries of each room, taken in the order of their numbers and each once, whatever the wire has lost or doubled. What did not
// come is asked for before anything behind it is shown (docs/chat-protocol.md, "Coming back").

const MOST = 200;
const SOON = 2000;
const AGAIN = 3000;
const LOOK = 30_000;

export class Log {
  #connection;
  #session;
  #timer = null;

  /**
   * @param session has the rooms, and history(room, wanted), which asks; missed(room, message, page) takes a message that did not
   *     come by itself, changed(room) makes the messages that are shown as they are now, reset(place) begins the room anew
   */
  constructor(connection, session) {
    this.#connection = connection;
    this.#session = session;
    // Long-polling may lose an answer and not know it. If it was the last one, nothing that comes would show it.
    setInterval(() => document.hidden || !connection.isPolling || this.#check(), LOOK);
    document.addEventListener("visibilitychange", () => document.hidden || this.#check());
  }

  /** An entry was heard: apply() does what it says, in its turn. */
  hear(room, { epoch, seq }, apply) {
    if (room.epoch === null) {
      room.place(epoch, seq - 1);
    }
    if (room.epoch !== epoch) {
      // Another log, and the word of it was lost.
      this.know(room, epoch, seq);
    } else if (seq > room.seq) {
      room.held.set(seq, apply);
      this.#drain(room);
      if (room.held.size > MOST) {
        room.held.clear();
        this.know(room, epoch, seq);
      }
      this.#fillIfBehind(room);
    }
  }

  /** Somebody said how far the log of a room goes: what is not here soon is asked for. */
  know(room, epoch, seq) {
    if (!epoch) {
      return;
    }
    if (room.told?.epoch !== epoch || room.told.seq < seq) {
      room.told = { epoch, seq };
    }
    if (isBehind(room)) {
      this.#lookSoon();
    }
  }

  /** A long replay takes its time: only what does not come nearer is asked for. */
  #lookSoon() {
    const before = new Map([...this.#session.rooms.values()].filter(isBehind).map((room) => [room, room.seq]));
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      before.forEach((seq, room) => room.seq === seq && this.#fillIfBehind(room));
      if ([...this.#session.rooms.values()].some(isBehind)) {
        this.#lookSoon();
      }
    }, SOON);
  }

  /** Asks for everything that is known to be missing. */
  fill() {
    for (const room of this.#session.rooms.values()) {
      this.#fillIfBehind(room);
    }
  }

  /** A new connection, on which everything behind the places of the rooms is told again. */
  begin() {
    for (const room of this.#session.rooms.values()) {
      room.held.clear();
    }
  }

  #fillIfBehind(room) {
    if (isBehind(room)) {
      this.#fill(room);
    }
  }

  /** Asks how far the logs of all my rooms go, also of those that are not open; a server that remembers nothing has none. */
  async #check() {
    this.fill();
    if (!this.#session.current.epoch) {
      return;
    }
    try {
      const { rooms } = await this.#connection.request("heads", {});
      for (const [name, { epoch, seq }] of Object.entries(rooms)) {
        const room = this.#session.rooms.get(name);
        if (room) {
          this.know(room, epoch, seq);
        }
      }
      this.fill();
    } catch {
      // It is looked again.
    }
  }

  #drain(room) {
    for (let apply; (apply = room.held.get(room.seq + 1)); ) {
      this.#take(room, room.seq + 1, apply);
    }
  }

  #take(room, seq, apply) {
    room.held.delete(seq);
    room.seq = seq;
    apply?.();
  }

  async #fill(room) {
    if (room.filling || !this.#connection.connected) {
      return;
    }
    room.filling = true;
    try {
      do {
        await this.#ask(room);
      } while (isBehind(room));
    } catch (error) {
      setTimeout(() => this.#fillIfBehind(room), error.retryAfter ?? AGAIN);
    } finally {
      room.filling = false;
    }
  }

  async #ask(room) {
    const { epoch, seq } = room;
    const page = await this.#session.history(room, { after: seq, epoch, limit: MOST });
    if (room.epoch !== epoch) {
      return;
    }
    const upTo = page.more ? page.upTo : page.seq;
    if (page.reset) {
      this.#session.reset({ room: room.name, epoch: page.epoch, seq: page.seq });
      return;
    }
    if (page.more) {
      room.told = { epoch, seq: page.seq };
    } else if (room.told && (room.told.epoch !== epoch || room.told.seq <= page.seq)) {
      room.told = null;
    }
    const missed = new Map(page.messages.map((message) => [message.seq, () => this.#session.missed(room, message, page)]));
    let unknown = false;
    for (let next = room.seq + 1; next <= upTo; next++) {
      const apply = missed.get(next) ?? room.held.get(next);
      unknown ||= !apply;
      this.#take(room, next, apply);
    }
    this.#drain(room);
    if (unknown) {
      // Edits, reactions and deletions, which the history has in the messages that they are about.
      await this.#session.changed(room);
    }
    if (isBehind(room) && room.seq === seq) {
      throw new Error("the history does not have what was told");
    }
  }
}

const isBehind = ({ epoch, seq, held, told }) =>
  held.size > 0 || (told !== null && epoch !== null && (told.epoch !== epoch || told.seq > seq));
