// Loads pages of the history into the window of a room: the newest, older and newer ones as somebody scrolls, those around a message.

import { PAGE } from "./room.js";

const MOST = 200;

export class Pages {
  #session;
  #connection;

  /** @param session is told "messages" and "again", and settled(room, page) when the newest messages of a room are there */
  constructor(connection, session) {
    this.#connection = connection;
    this.#session = session;
  }

  async ask(room, wanted) {
    // Nothing is asked of a room by name where there is the lobby alone.
    const named = room.name === "lobby" ? {} : { room: room.name };
    const { seq } = room;
    const page = await this.#connection.request("history", { limit: PAGE, ...named, ...wanted });
    // Messages are as they were behind that entry. Those around one are read in two parts, of which the first may be older.
    const changedAt = wanted.around ? seq : page.seq;
    return { ...page, messages: page.messages.map((message) => ({ ...message, room: room.name, changedAt })) };
  }

  #tell(type, detail) {
    this.#session.dispatchEvent(new CustomEvent(type, { detail }));
  }

  /** Loads the newest messages of a room, unless they are there; whoever fails asks again. */
  async load(room) {
    if (room.loaded || room.loading || !this.#connection.connected) {
      return;
    }
    room.loading = true;
    this.#tell("messages");
    try {
      const page = await this.ask(room, {});
      room.begin(page);
      this.#session.settled(room, page);
    } catch (error) {
      // A server that remembers nothing never answers: then it is asked now and then, and nothing is said of it. The first time
      // the answer may have been lost.
      this.#session.forgets = error.code === "no_answer" && room.silent;
      const wait = this.#session.forgets ? 30_000 : (error.retryAfter ?? 5000);
      room.failedToLoad();
      setTimeout(() => room === this.#session.current && this.load(room), wait);
    }
    this.#tell("messages");
  }

  /** Loads what is before (-1) or behind (1) what is there. */
  async more(room, direction) {
    if (room.loading || !room.loaded || (direction < 0 ? room.atBeginning : room.atEnd)) {
      return;
    }
    const { generation } = room;
    const upTo = room.newest + PAGE;
    room.loading = true;
    this.#tell("messages");
    try {
      const page = await this.ask(room, { before: direction < 0 ? room.messages[0]?.seq : upTo + 1 });
      if (room.generation !== generation) {
        room.failedToLoad();
        await this.load(room);
      } else if (direction < 0) {
        room.older(page);
      } else {
        room.newer(page, upTo);
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
      room.around(await this.ask(room, { around: seq }));
    } catch (error) {
      room.failedToLoad();
      this.#tell("notice", { error });
    }
    this.#tell("messages");
  }

  /** Makes what is shown as it is now, when it is not known what has changed. */
  async refresh(room) {
    let before = room.newest + 1;
    while (room.loaded && room.messages.length > 0 && before > room.messages[0].seq) {
      const page = await this.ask(room, { before, limit: MOST });
      room.refresh(page);
      before = page.messages[0]?.seq ?? 0;
    }
    this.#tell("messages");
  }
}
