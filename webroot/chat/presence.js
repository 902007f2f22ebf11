// Who is in the rooms and who types there, as the server tells it.

/** After so long the whole list is asked for, when only a part of who came and went was told. */
const ASK_MILLIS = 1000;

export class Presence {
  #session;
  #timer = null;

  /** @param session is told "people" and "typing" */
  constructor(session) {
    this.#session = session;
    session.socket.on("presence", (told) => this.#changed(told));
    session.socket.on("typing", ({ room, people }) => this.#typing(room, people));
  }

  #tell(type) {
    this.#session.dispatchEvent(new CustomEvent(type));
  }

  #changed({ room: name, people, guests, came = [], went = [], more }) {
    const room = this.#session.room(name);
    Object.assign(room, { people, guests });
    came.forEach(({ person, nick }) => room.present.set(person, nick));
    went.forEach((person) => room.present.delete(person));
    this.#tell("people");
    if (more && room === this.#session.current) {
      // Not all pages at the same moment.
      this.#timer ??= setTimeout(() => this.ask(), ASK_MILLIS * (1 + Math.random()));
    }
  }

  #typing(name, people) {
    this.#session.room(name).typing = people.filter((one) => one.person !== this.#session.me?.person);
    this.#tell("typing");
  }

  /** Asks who is in the current room. */
  async ask() {
    clearTimeout(this.#timer);
    this.#timer = null;
    const { connection, current: room, me } = this.#session;
    if (!me || !connection.connected) {
      return;
    }
    try {
      const { people, count, guests } = await connection.request("people", { room: room.name });
      room.present = new Map(people.map(({ person, nick }) => [person, nick]));
      Object.assign(room, { people: count, guests });
      this.#tell("people");
    } catch {
      // Who is here is told again with the next that comes or goes.
    }
  }
}
