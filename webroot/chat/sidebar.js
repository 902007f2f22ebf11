// Rooms, direct messages and people, and whoever sits here.

import { avatar, byId, element, rove, tone } from "./dom.js";
import { t } from "./i18n.js";
import { title } from "./timeline.js";

const MOST_PEOPLE = 200;

export class Sidebar {
  #session;

  constructor(session, { onDirect }) {
    this.#session = session;
    this.onDirect = onDirect;
    for (const event of ["rooms", "welcome", "opened"]) {
      session.addEventListener(event, () => this.#rooms());
    }
    for (const event of ["people", "opened", "me"]) {
      session.addEventListener(event, () => this.#people());
    }
    session.addEventListener("me", () => this.#me());
    session.connection.addEventListener("state", () => this.#me());
    document.addEventListener("samvad-language", () => this.draw());
    ["rooms", "directs", "people"].forEach((id) => rove(byId(id), "button"));
    byId("open-menu").addEventListener("click", () => this.toggle(true));
    byId("close-menu").addEventListener("click", () => this.toggle(false));
    byId("app").addEventListener("click", (event) => event.target.id === "app" && this.toggle(false));
    this.draw();
  }

  draw() {
    this.#rooms();
    this.#people();
    this.#me();
  }

  /** On a narrow page the lists are behind a button. */
  toggle(open) {
    byId("app").classList.toggle("menu-open", open);
    byId("open-menu").setAttribute("aria-expanded", String(open));
    byId(open ? "close-menu" : "open-menu").focus();
  }

  get isOpen() {
    return byId("app").classList.contains("menu-open");
  }

  /** The rooms in the order in which they are shown. */
  ordered() {
    const all = [...this.#session.rooms.values()];
    const byTitle = (a, b) => title(a).localeCompare(title(b));
    const open = all.filter((room) => room.kind !== "direct").sort((a, b) => (b.name === "lobby") - (a.name === "lobby") || byTitle(a, b));
    return [...open, ...all.filter((room) => room.kind === "direct").sort(byTitle)];
  }

  #rooms() {
    const { current } = this.#session;
    const all = this.ordered();
    const directs = all.filter((room) => room.kind === "direct");
    fill(byId("rooms"), all.filter((room) => room.kind !== "direct").map((room) => this.#room(room)));
    fill(byId("directs"), directs.map((room) => this.#room(room)));
    byId("directs-part").hidden = directs.length === 0;
    byId("room-name").textContent = title(current);
    byId("topic").textContent = current.topic;
    byId("leave").hidden = current.name === "lobby" || current.kind === "direct";
    byId("elsewhere").hidden = !all.some((room) => room !== current && room.unread > 0);
  }

  #room(room) {
    const isCurrent = room === this.#session.current;
    const count = room.mentions || room.unread;
    return element(
      "li",
      {},
      element(
        "button",
        {
          type: "button",
          class: `entry${room.unread && !isCurrent ? " unread" : ""}`,
          "aria-current": isCurrent ? "page" : null,
          "data-room": room.name,
          onclick: () => {
            this.#session.open(room.name);
            if (this.isOpen) {
              this.toggle(false);
            }
          },
        },
        room.kind === "direct" ? avatar(room.with?.nick, room.with?.person) : element("span", { class: "hash", "aria-hidden": "true" }, "#"),
        element("span", { class: "name", dir: "auto" }, room.kind === "direct" ? title(room) : room.name),
        count && !isCurrent
          ? element(
              "span",
              { class: room.mentions ? "badge mention-badge" : "badge", "aria-label": t(room.mentions ? "mentions" : "unread", { count }) , role: "img" },
              `${room.mentions ? "@" : ""}${count > 99 ? "99+" : count}`,
            )
          : null,
      ),
    );
  }

  #people() {
    const { current, me } = this.#session;
    byId("people-part").hidden = !me || current.kind === "direct" || current.present.size === 0;
    const people = [...current.present].sort((a, b) => (a[1] || "\uffff").localeCompare(b[1] || "\uffff"));
    byId("people-count").textContent = current.people || "";
    const items = people.slice(0, MOST_PEOPLE).map(([person, nick]) => this.#person(person, nick));
    if (current.guests) {
      items.push(element("li", { class: "hint" }, t("guests", { count: current.guests })));
    }
    fill(byId("people"), items);
  }

  #person(person, nick) {
    const mine = person === this.#session.me.person;
    const name = nick || t("nameless");
    return element(
      "li",
      {},
      element(
        "button",
        {
          type: "button",
          class: "entry",
          "data-person": person,
          disabled: mine,
          title: mine ? null : t("writeTo", { nick: name }),
          onclick: () => this.onDirect(person),
        },
        avatar(nick, person),
        element("span", { class: "name", dir: "auto" }, mine ? `${name} (${t("you")})` : name),
      ),
    );
  }

  #me() {
    const { me, connection } = this.#session;
    byId("app").dataset.mode = me ? "full" : "simple";
    const name = me?.nick || t(me ? "nameless" : "somebody");
    byId("me-name").textContent = name;
    byId("me-avatar").className = `avatar ${tone(me?.person ?? "mine")}`;
    byId("me-avatar").textContent = [...(me?.nick || t("you"))][0];
    byId("me-state").textContent = t(connection.state === "connected" ? "connected" : connection.state === "offline" ? "away" : "connecting");
  }
}

/** Puts other entries in a list; what had the focus has it again. */
function fill(list, items) {
  const at = [...list.children].findIndex((item) => item.contains(document.activeElement));
  list.replaceChildren(...items);
  const buttons = [...list.querySelectorAll("button:not([disabled])")];
  const reached = buttons.find((button) => button.hasAttribute("aria-current")) ?? buttons[0];
  buttons.forEach((button) => button.setAttribute("tabindex", button === reached ? "0" : "-1"));
  if (at >= 0) {
    list.children[Math.min(at, list.children.length - 1)]?.querySelector("button")?.focus();
  }
}
