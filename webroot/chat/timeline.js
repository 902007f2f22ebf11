// The conversation: what the current room holds, put on the page with as few changes as possible. It stays at the end only when it
// is at the end; otherwise what one reads stays where it is, and a button tells of what is new.

import { byId, element, reconcile } from "./dom.js";
import { current as language, day, midnight, t } from "./i18n.js";
import { actionBar, echoItem, messageItem } from "./message.js";

const NEAR = 600;
const AT_END = 40;
const GROUP_MILLIS = 5 * 60_000;
const DAY_LOOK_MILLIS = 60_000;

export class Timeline {
  #session;
  #frame = byId("timeline");
  #list = byId("messages");
  #newer = byId("newer");
  /** What is shown, as reconcile() has it. */
  #keys = new Map();
  #version = 0;
  #height = 0;
  #drawn = null;
  #due = false;
  #stuck = true;
  #bar = null;
  #actions;

  constructor(session, actions) {
    this.#session = session;
    this.#actions = actions;
    session.isWatched = (room) => room === session.current && this.#stuck && room.atEnd && !document.hidden && document.hasFocus();
    session.addEventListener("messages", () => this.drawSoon());
    session.addEventListener("me", () => this.redraw());
    session.addEventListener("again", () => this.#scrolled());
    session.addEventListener("opened", () => this.#opened());
    session.connection.addEventListener("state", () => this.drawSoon());
    document.addEventListener("samvad-language", () => this.redraw());
    this.#frame.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.#newer.addEventListener("click", () => this.toEnd());
    new ResizeObserver(() => this.#resized()).observe(this.#frame);
    for (const event of ["focus", "visibilitychange"]) {
      (event === "focus" ? window : document).addEventListener(event, () => this.drawSoon());
    }
    this.#list.addEventListener("pointerover", (event) => this.#offer(event.target.closest(".message")));
    this.#list.addEventListener("focusin", (event) => this.#offer(event.target.closest(".message")));
    this.#frame.addEventListener("keydown", (event) => this.#key(event));
    // What was said today was said yesterday once it is midnight.
    setInterval(() => document.hidden || this.drawSoon(), DAY_LOOK_MILLIS);
  }

  /** Draws at the end of this turn, once, whatever else changes until then. */
  drawSoon() {
    if (!this.#due) {
      this.#due = true;
      queueMicrotask(() => {
        this.#due = false;
        this.draw();
      });
    }
  }

  /** Draws everything anew, where it is. */
  redraw() {
    this.#version++;
    this.drawSoon();
  }

  #opened() {
    this.#keys.clear();
    this.#stuck = true;
    this.drawSoon();
  }

  draw() {
    const room = this.#session.current;
    const same = this.#drawn === room;
    this.#drawn = room;
    const anchor = this.#stuck || !same ? null : this.#anchor();
    const plan = this.#plan(room).map((planned) => ({ ...planned, look: `${this.#version} ${planned.look}` }));
    this.#keys = reconcile(this.#list, this.#keys, plan);
    byId("loading").hidden = !room.loading || room.silent || (room.loaded && room.messages.length < 1);
    this.#drawBeginning(room);
    // Asked by its key: the item itself may have been made anew.
    const anchored = anchor && this.#keys.get(anchor.key)?.item;
    if (anchored) {
      this.#frame.scrollTop += anchored.getBoundingClientRect().top - anchor.top;
    } else if (this.#stuck) {
      this.#scrollToEnd();
    }
    this.#look();
  }

  /** What stands where the room begins; not made anew at each drawing, since it may have the focus. */
  #drawBeginning(room) {
    const beginning = byId("beginning");
    const pending = this.#session.outbox.entries.some((entry) => entry.room === room.name);
    const empty = room.messages.length === 0 && !pending && !room.loading;
    beginning.hidden = !(empty || (room.loaded && room.atBeginning));
    const look = [room.kind, title(room), empty, room.removed, this.#session.me?.nick, Boolean(this.#session.me), language()].join();
    if (beginning.dataset.look === look) {
      return;
    }
    beginning.dataset.look = look;
    beginning.replaceChildren(
      element("strong", {}, t(whatBegins(room), { room: title(room) })),
      ...(empty && !room.removed ? [element("span", {}, t("empty"))] : []),
      ...(empty && room.name === "lobby" ? [element("span", {}, t("everybody"))] : []),
      // Below messages the composer asks.
      ...(empty && this.#session.me && !this.#session.me.nick
        ? [element("button", { type: "button", class: "choose-name", onclick: () => this.#actions.choose() }, t("chooseName"))]
        : []),
    );
  }

  /** What stands in the list, one after the other, each with a key and what its look depends on. */
  #plan(room) {
    const session = this.#session;
    const plan = [];
    let before = null;
    for (const message of room.messages) {
      if (!before || midnight(before.time) !== midnight(message.time)) {
        const label = day(message.time);
        plan.push({ key: `day ${midnight(message.time)}`, look: label, make: () => separator("day", label) });
      }
      const divided = room.divider === message.seq;
      if (divided) {
        plan.push({ key: "divider", look: "", make: () => separator("divider", t("newMessages")) });
      }
      const mine = session.isMine(message);
      const first = divided || !follows(before, message, mine);
      plan.push({
        key: `message ${message.seq}`,
        look: `${first} ${mine} ${message.version ?? 0}`,
        make: () => messageItem(message, { session, first, mine, onReact: this.#actions.react }),
      });
      before = { ...message, mine };
    }
    return room.atEnd ? plan.concat(this.#echoes(room, before)) : plan;
  }

  #echoes(room, before) {
    const session = this.#session;
    const connected = session.connection.connected;
    const plan = [];
    for (const entry of session.outbox.entries.filter((other) => other.room === room.name && !other.copied && !session.isShown(room, other))) {
      const time = entry.at + session.skew;
      const first = plan.length === 0 && !(before?.mine && midnight(before.time) === midnight(time) && time - before.time < GROUP_MILLIS);
      plan.push({
        key: `echo ${entry.id}`,
        look: `${first} ${entry.state} ${connected} ${entry.reason?.code}`,
        make: () =>
          echoItem(entry, {
            session,
            first,
            connected,
            time,
            onRetry: () => session.outbox.retry(entry),
            onDiscard: () => session.outbox.remove(entry),
          }),
      });
    }
    return plan;
  }

  /** The first message that is seen: it stays where it is. */
  #anchor() {
    const top = this.#frame.getBoundingClientRect().top;
    for (const [key, { item }] of this.#keys) {
      const box = item.getBoundingClientRect();
      if (box.bottom > top && item.classList.contains("message")) {
        return { key, top: box.top };
      }
    }
    return null;
  }

  #scrollToEnd() {
    this.#frame.scrollTop = this.#frame.scrollHeight;
  }

  async toEnd() {
    this.#stuck = true;
    await this.#session.pages.toEnd(this.#session.current);
    this.#scrollToEnd();
    this.#look();
  }

  get #fromEnd() {
    return this.#frame.scrollHeight - this.#frame.scrollTop - this.#frame.clientHeight;
  }

  #resized() {
    this.#height = this.#frame.clientHeight;
    if (this.#stuck) {
      this.#scrollToEnd();
    }
  }

  #scrolled() {
    const room = this.#session.current;
    // One that comes while the keyboard of a phone takes its place was not somebody's: #resized() is still to come.
    if (this.#frame.clientHeight === this.#height) {
      this.#stuck = this.#fromEnd < AT_END && room.atEnd;
    }
    if (this.#frame.scrollTop < NEAR && room.loaded && !room.atBeginning) {
      this.#session.pages.more(room, -1);
    } else if (this.#fromEnd < NEAR && room.loaded && !room.atEnd) {
      this.#session.pages.more(room, 1);
    }
    this.#look();
  }

  /** Says what is new further down, or that all of it was seen. */
  #look() {
    const room = this.#session.current;
    if (this.#session.isWatched(room) && (room.loaded || room.messages.length)) {
      this.#session.seen(room);
    }
    const away = !this.#stuck && (this.#fromEnd >= AT_END || !room.atEnd);
    this.#newer.hidden = !away;
    this.#newer.textContent = room.unread ? t("newer", { count: room.unread }) : t("toEnd");
    this.#newer.classList.toggle("has-new", room.unread > 0);
  }

  /** Shows a message that is in the window, and marks it for a moment. */
  show(seq) {
    const item = this.#keys.get(`message ${seq}`)?.item;
    if (item) {
      this.#stuck = false;
      item.scrollIntoView({ block: "center" });
      item.classList.add("marked");
      this.#focus(item);
      item.addEventListener("animationend", () => item.classList.remove("marked"), { once: true });
    }
  }

  focusLast() {
    const last = [...this.#list.querySelectorAll(".message")].at(-1);
    if (last) {
      this.#focus(last);
    }
  }

  #focus(item) {
    this.#list.querySelectorAll(".message[tabindex='0']").forEach((other) => (other.tabIndex = -1));
    item.tabIndex = 0;
    item.focus({ preventScroll: true });
    item.scrollIntoView({ block: "nearest" });
  }

  #messageOf(item) {
    return item?.dataset.seq ? this.#session.current.get(Number(item.dataset.seq)) : null;
  }

  #offer(item) {
    if (!item || item === this.#bar?.parentElement) {
      return;
    }
    this.#bar?.remove();
    this.#bar = null;
    const message = this.#messageOf(item);
    if (message && !message.deleted) {
      const mine = this.#session.isMine(message);
      this.#bar = actionBar({
        onReact: this.#actions.react,
        onEdit: this.#actions.edit,
        onDelete: this.#actions.delete,
        onCopy: this.#actions.copy,
      }).for(message, { mine, known: Boolean(this.#session.me) });
      item.append(this.#bar);
    }
  }

  #key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    const items = [...this.#list.querySelectorAll(".message")];
    const item = event.target.closest(".message");
    const at = items.indexOf(item);
    const step = { ArrowUp: at < 0 ? items.length - 1 : at - 1, ArrowDown: at < 0 ? items.length - 1 : at + 1, Home: 0, End: items.length - 1 }[event.key];
    if (step !== undefined && items.length > 0) {
      event.preventDefault();
      this.#focus(items[Math.max(0, Math.min(step, items.length - 1))]);
    } else if (event.key === "Enter" && event.target === item) {
      event.preventDefault();
      this.#bar?.querySelector("button")?.focus();
    } else if (event.key === "Escape" && event.target !== item && item) {
      event.stopPropagation();
      item.focus();
    }
  }
}

export const title = (room) => (room.kind === "direct" ? room.with?.nick || t("somebody") : `#${room.name}`);

const separator = (kind, text) => element("li", { class: `separator ${kind}` }, element("span", {}, text));

/** Whether a message belongs to the group of the one before it. */
function follows(before, message, mine) {
  return (
    before &&
    before.mine === mine &&
    before.person === message.person &&
    before.nick === message.nick &&
    midnight(before.time) === midnight(message.time) &&
    message.time - before.time < GROUP_MILLIS
  );
}

/** The text above the first message that there is. */
function whatBegins({ kind, removed }) {
  if (removed) {
    return "removed";
  }
  return kind === "direct" ? "beginningDirect" : "beginning";
}
