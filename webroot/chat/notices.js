// What is told beside the conversation: the banner of the connection, short notices, what a screen reader says, the title of the
// page, and notifications.

import { tellInDialog } from "./dialogs.js";
import { byId, element } from "./dom.js";
import { t } from "./i18n.js";
import { memory } from "./memory.js";
import { reason } from "./reasons.js";
import { title } from "./timeline.js";

const NOTICE_MILLIS = 8000;
const MOST_NOTICES = 3;
const ANNOUNCE_MILLIS = 400;

export class Notices {
  #session;
  #ticking = null;
  #toAnnounce = [];
  #announcing = null;

  constructor(session) {
    this.#session = session;
    session.connection.addEventListener("state", () => this.#banner());
    byId("try-now").addEventListener("click", () => session.connection.tryNow());
    session.addEventListener("notice", ({ detail }) => this.show(detail.key ? t(detail.key) : reason(detail.error)));
    session.addEventListener("said", ({ detail }) => this.#said(detail));
    session.addEventListener("rooms", () => this.#title());
    session.addEventListener("typing", () => this.#typing());
    session.addEventListener("messages", () => this.#typing());
    session.addEventListener("opened", () => this.#typing());
    document.addEventListener("samvad-language", () => {
      this.#banner();
      this.#typing();
    });
    this.#banner();
    this.#title();
  }

  /** Says something for a moment; where a dialog lies over the page, in the dialog, as long as that is open. */
  show(text, long = false) {
    if (tellInDialog(text)) {
      return;
    }
    const notice = element(
      "div",
      { class: "notice" },
      element("p", {}, text),
      element("button", { type: "button", class: "link", onclick: () => notice.remove() }, t("close")),
    );
    byId("notices").append(notice);
    while (byId("notices").children.length > MOST_NOTICES) {
      byId("notices").firstElementChild.remove();
    }
    if (!long) {
      setTimeout(() => notice.remove(), NOTICE_MILLIS);
    }
  }

  #banner() {
    const { connection } = this.#session;
    const { state } = connection;
    byId("app").dataset.connection = state;
    byId("banner").hidden = state === "connected";
    byId("try-now").hidden = state === "connecting";
    clearInterval(this.#ticking);
    if (state === "waiting") {
      this.#ticking = setInterval(() => this.#say(), 1000);
    }
    this.#say();
    // Said once by a screen reader, and not with every second that goes by.
    byId("connection-state").textContent = byId("banner-text").textContent;
  }

  #say() {
    const { connection } = this.#session;
    const text = {
      connected: "",
      connecting: t("connecting"),
      offline: t("offline"),
      waiting: connection.reason ? t("refused", { reason: connection.reason }) : t("reconnecting", { count: connection.secondsLeft }),
    }[connection.state];
    byId("banner-text").textContent = text;
  }

  #said({ room, message, mine, mentioned }) {
    if (mine) {
      return;
    }
    if (room === this.#session.current) {
      this.#announce(t("said", { nick: message.nick || t("somebody"), text: message.text }));
    }
    if ((mentioned || room.kind === "direct") && !this.#session.isWatched(room)) {
      this.#notify(room, message);
    }
  }

  /** One voice for what comes at once. */
  #announce(text) {
    this.#toAnnounce.push(text);
    this.#announcing ??= setTimeout(() => {
      const count = this.#toAnnounce.length;
      byId("announcer").textContent = count === 1 ? this.#toAnnounce[0] : t("severalSaid", { count });
      this.#toAnnounce = [];
      this.#announcing = null;
    }, ANNOUNCE_MILLIS);
  }

  #notify(room, message) {
    if (!memory.get("notify") || !("Notification" in window) || Notification.permission !== "granted") {
      return;
    }
    const heading = t("mentionedIn", { nick: message.nick || t("somebody"), room: title(room) });
    try {
      const shown = new Notification(heading, { body: message.text.slice(0, 200), tag: `${room.name} ${message.seq}`, icon: "favicon.svg" });
      shown.addEventListener("click", () => {
        window.focus();
        this.#session.open(room.name);
      });
    } catch {
      // Some phones let only service workers notify; the title and the badge tell it, too.
    }
  }

  #title() {
    const { rooms, current } = this.#session;
    const all = [...rooms.values()];
    const unread = all.reduce((sum, room) => sum + room.unread, 0);
    const name = current.name === "lobby" ? "Samvad chat" : `${title(current)} · Samvad chat`;
    document.title = unread ? `(${unread > 99 ? "99+" : unread}) ${name}` : name;
  }

  #typing() {
    const { typing } = this.#session.current;
    const names = typing.slice(0, 3).map((one) => one.nick || t("somebody"));
    byId("typing").textContent = typing.length
      ? t("typing", { count: typing.length, names: names.join(", ") + (typing.length > 3 ? " +" + (typing.length - 3) : "") })
      : "";
  }
}
