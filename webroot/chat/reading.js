// How far whoever sits here has read in each room: the line before what is new, and what the server and the other tabs are told.

import { memory } from "./memory.js";

const MILLIS = 500;

export class Reading {
  #session;
  #timer = null;

  constructor(session) {
    this.#session = session;
  }

  /** The newest messages of a room are there. */
  begin(room, { epoch }) {
    const { me } = this.#session;
    const kept = memory.get("read");
    if (!me && !room.read && kept?.epoch === epoch) {
      room.read = kept.seq;
    }
    const other = room.messages.find((message) => message.seq > room.read && !this.#session.isMine(message));
    room.divider = room.read && other ? other.seq : 0;
  }

  /** Somebody else said something in a room. */
  said(room, message, mentioned) {
    if (!this.#session.isWatched(room) && (message.loose || message.seq > room.counted)) {
      room.divider = room.unread === 0 ? message.seq : room.divider;
      room.unread++;
      room.mentions += mentioned ? 1 : 0;
    }
  }

  /** Everything in a room was seen; whether that is new. */
  seen(room) {
    if (room.messages.at(-1)?.loose || room.seq <= room.read) {
      room.unread = 0;
      return false;
    }
    room.read = room.seq;
    room.unread = 0;
    room.mentions = 0;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#remember(room), MILLIS);
    return true;
  }

  #remember(room) {
    const { connection, me } = this.#session;
    if (me && connection.connected) {
      connection.request("read", { room: room.name, seq: room.read }).catch(() => {});
    } else {
      memory.set("read", { epoch: room.epoch, seq: room.read });
    }
  }

  /**
   * An edit may mention whom the message did not mention before, or no more: the server knows, and is asked once for several.
   *
   * @param then called when the count has changed
   */
  edited(room, { seq, mentions }, then) {
    const { connection, me } = this.#session;
    const matters = me && seq > room.counted && !this.#session.isWatched(room) && (room.mentions || mentions?.includes(me.person));
    if (!matters) {
      return;
    }
    clearTimeout(room.counting);
    room.counting = setTimeout(async () => {
      const answer = await connection.request("read", { room: room.name, seq: room.read }).catch(() => room);
      if (!this.#session.isWatched(room)) {
        room.mentions = answer.mentions;
        then();
      }
    }, MILLIS);
  }
}
