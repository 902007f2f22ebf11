// Where messages are written: drafts by room, the counter, editing, commands, and what is suggested while one types.

import { Completions } from "./completions.js";
import { byId } from "./dom.js";
import { drafts } from "./drafts.js";
import { t } from "./i18n.js";

const NEAR_LIMIT = 200;
const TYPING_MILLIS = 3000;
/** What can be seen: neither space nor a sign that only says how others are written. */
const VISIBLE = /[^\s\p{Cf}\p{Cc}\u115f\u1160\u3164\u2800]/u;

export class Composer {
  #session;
  #input = byId("input");
  #counter = byId("counter");
  #editing = null;
  #draftOf = null;
  /** When it was last told that somebody types here, or null. */
  #typedAt = null;
  /** A command waits until it is known whether the server has any. */
  #held = false;
  #completions;

  /** @param onSent called when something was sent; onCommand(text) runs a command */
  constructor(session, { onSent, onCommand, notice }) {
    this.#session = session;
    this.onSent = onSent;
    this.onCommand = onCommand;
    this.notice = notice;
    this.#completions = new Completions(this.#input, session);
    byId("composer").addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.#input.addEventListener("keydown", (event) => this.#key(event));
    this.#input.addEventListener("input", () => this.#typed());
    byId("cancel-edit").addEventListener("click", () => this.cancel());
    session.addEventListener("opened", () => this.#recall());
    session.addEventListener("welcome", () => {
      this.#fit();
      this.#resume();
    });
    session.addEventListener("messages", () => {
      this.#resume();
      this.#askName();
    });
    session.addEventListener("me", () => this.#askName());
    document.addEventListener("samvad-language", () => this.#fit());
    this.#recall();
  }

  focus() {
    this.#input.focus();
  }

  /** Whoever has no name is asked for one, where it is not asked at the beginning of the room. */
  #askName() {
    const { me, current } = this.#session;
    byId("unnamed").hidden = !me || Boolean(me.nick) || current.messages.length === 0;
  }

  /** Puts the beginning of a command or a message there. */
  begin(text) {
    this.#input.value = text;
    this.#typed();
    this.focus();
  }

  #key(event) {
    // Enter that ends the composition of a word, as in Hindi or Japanese, is not ours; older browsers say 229 instead.
    if (event.isComposing || event.keyCode === 229) {
      return;
    }
    if (this.#completions.key(event)) {
      return;
    }
    if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "ArrowUp" && this.#input.value === "" && this.#editLast()) {
      event.preventDefault();
    } else if (event.key === "Escape" && this.#editing) {
      event.preventDefault();
      event.stopPropagation();
      this.cancel();
    }
  }

  submit() {
    const text = this.#input.value;
    if (!VISIBLE.test(text) || this.#left() < 0) {
      this.focus();
      return;
    }
    if (this.#editing) {
      this.#saveEdit(text);
    } else if (!this.#knowsServer() && isCommand(text)) {
      // Perhaps it is for one person: it must not be said to all before it is known whether the server has commands.
      this.#held = true;
      return;
    } else if (this.#session.me && isCommand(text)) {
      this.#input.value = "";
      this.#typed();
      this.onCommand(text);
      this.focus();
      return;
    } else if (!this.send(this.#session.current, this.#session.me ? text.replace(/^\/\//, "/") : text)) {
      return;
    }
    this.#typedAt = null;
    this.#input.value = "";
    this.#typed();
    this.focus();
  }

  /** Whether it was heard who one is, or that the server, which remembers nothing, knows nobody. */
  #knowsServer() {
    return Boolean(this.#session.me || this.#session.forgets);
  }

  #resume() {
    if (this.#held && this.#knowsServer()) {
      this.#held = false;
      this.submit();
    }
  }

  /** Says something in a room, as soon as that is possible; whether there was a place to keep it until then. */
  send(room, text, action = false) {
    if (this.#session.outbox.full) {
      this.notice(t("full"));
      return false;
    }
    this.#session.outbox.add(room.name, text, action);
    room.divider = 0;
    this.onSent();
    return true;
  }

  async #saveEdit(text) {
    const { room, seq } = this.#editing;
    const before = this.#editing.text;
    this.#stopEditing();
    if (text !== before && !(await this.#session.ask("edit", { room, seq, text }))) {
      this.begin(text);
    }
  }

  #editLast() {
    const last = this.#session.current.messages.findLast((message) => this.#session.isMine(message) && !message.deleted);
    if (last && this.#session.me) {
      this.edit(last);
    }
    return Boolean(last && this.#session.me);
  }

  edit(message) {
    this.#editing = { room: message.room, seq: message.seq, text: message.text };
    byId("editing").hidden = false;
    this.#input.value = message.text;
    this.#fit();
    this.focus();
    this.#input.setSelectionRange(message.text.length, message.text.length);
  }

  cancel() {
    this.#stopEditing();
    this.#recall();
    this.focus();
  }

  #stopEditing() {
    this.#editing = null;
    byId("editing").hidden = true;
  }

  #typed() {
    this.#held = false;
    this.#fit();
    this.#completions.suggest();
    if (!this.#editing) {
      drafts.keep(this.#draftOf, this.#input.value);
      this.#tellTyping();
    }
  }

  /** Back to what was written in this room before. */
  async #recall() {
    this.#stopEditing();
    const room = this.#session.current.name;
    this.#draftOf = room;
    this.#input.value = drafts.own(room);
    this.#completions.close();
    this.#fit();
    const left = this.#input.value === "" && (await drafts.left(room));
    if (left && this.#draftOf === room && this.#input.value === "" && !this.#editing) {
      this.#input.value = left;
      this.#fit();
    }
  }

  #tellTyping() {
    const now = performance.now();
    const typing = this.#input.value !== "" && !this.#input.value.startsWith("/");
    const due = typing ? this.#typedAt === null || now - this.#typedAt > TYPING_MILLIS : this.#typedAt !== null;
    if (due && this.#session.me && this.#session.connection.connected) {
      this.#typedAt = typing ? now : null;
      this.#session.socket.volatile.emit("typing", { room: this.#draftOf, typing });
    }
  }

  #left() {
    return this.#session.limits.maxLength - this.#input.value.length;
  }

  #fit() {
    // The height follows the text, up to what the style sheet allows.
    this.#input.style.height = "auto";
    this.#input.style.height = `${this.#input.scrollHeight}px`;
    const left = this.#left();
    this.#counter.hidden = left > NEAR_LIMIT;
    this.#counter.textContent = left > NEAR_LIMIT ? "" : t(left < 0 ? "tooLong" : "charactersLeft", { count: Math.abs(left) });
    this.#counter.classList.toggle("over", left < 0);
    this.#input.setAttribute("aria-invalid", String(left < 0));
  }
}

const isCommand = (text) => text.startsWith("/") && !text.startsWith("//");
