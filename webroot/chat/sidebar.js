// Rooms, direct messages and people, and whoever sits here.

import { avatar, byId, element, reach, reconcile, rove } from "./dom.js";
import { current as language, t } from "./i18n.js";
import { People } from "./people.js";
import { title } from "./timeline.js";

export class Sidebar {
  #session;
  #people;
  /** What each list shows, as reconcile() has it. */
  #kept = { rooms: new Map(), directs: new Map() };
  #order = new Intl.Collator();

  constructor(session, { onDirect }) {
    this.#session = session;
    this.#people = new People(session, onDirect);
    for (const event of ["rooms", "welcome", "opened"]) {
      session.addEventListener(event, () => this.#rooms());
    }
    session.addEventListener("me", () => this.#me());
    session.connection.addEventListener("state", () => this.#me());
    document.addEventListener("samvad-language", () => this.draw());
    ["rooms", "directs"].forEach((id) => rove(byId(id), "button"));
    byId("open-menu").addEventListener("click", () => this.toggle(true));
    byId("close-menu").addEventListener("click", () => this.toggle(false));
    byId("app").addEventListener("click", (event) => event.target.id === "app" && this.toggle(false));
    this.draw();
  }

  draw() {
    this.#rooms();
    this.#people.draw();
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
    const byTitle = (a, b) => this.#order.compare(title(a), title(b));
    const open = all.filter((room) => room.kind !== "direct").sort((a, b) => (b.name === "lobby") - (a.name === "lobby") || byTitle(a, b));
    return [...open, ...all.filter((room) => room.kind === "direct").sort(byTitle)];
  }

  #rooms() {
    const { current } = this.#session;
    const all = this.ordered();
    const directs = all.filter((room) => room.kind === "direct");
    this.#fill("rooms", all.filter((room) => room.kind !== "direct"));
    this.#fill("directs", directs);
    byId("directs-part").hidden = directs.length === 0;
    this.#headline("room-name", title(current));
    this.#headline("topic", current.topic);
    byId("leave").hidden = current.name === "lobby" || current.kind === "direct";
    byId("elsewhere").hidden = !all.some((room) => room !== current && room.unread > 0);
  }

  /** What may be cut off is there as a whole for who points at it. */
  #headline(id, text) {
    byId(id).textContent = text;
    byId(id).title = text;
  }

  #fill(id, rooms) {
    const { current } = this.#session;
    const plan = rooms.map((room) => ({
      key: room.name,
      look: [title(room), room === current, room.unread, room.mentions, language()].join(),
      make: () => this.#room(room),
    }));
    this.#kept[id] = reconcile(byId(id), this.#kept[id], plan);
    reach(byId(id));
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
          title: title(room),
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

  #me() {
    const { me, connection } = this.#session;
    byId("app").dataset.mode = me ? "full" : "simple";
    this.#headline("me-name", me?.nick || t(me ? "nameless" : "somebody"));
    byId("me-avatar").replaceWith(avatar(me?.nick, me?.person ?? "mine", "me-avatar"));
    byId("me-state").textContent = t(connection.state === "connected" ? "connected" : connection.state === "offline" ? "away" : "connecting");
  }
}
