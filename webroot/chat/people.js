// The list of who is in the room. Of very many only some are listed; a field finds the others.

import { avatar, byId, element, reach, reconcile, rove } from "./dom.js";
import { current as language, t } from "./i18n.js";

/** How many are listed at most. */
const MOST = 100;
/** From so many on there is a field to find somebody. */
const MANY = 12;

export class People {
  #session;
  #onDirect;
  #list = byId("people");
  #find = byId("find-person");
  #kept = new Map();
  #order = new Intl.Collator();

  constructor(session, onDirect) {
    this.#session = session;
    this.#onDirect = onDirect;
    for (const event of ["people", "me"]) {
      session.addEventListener(event, () => this.draw());
    }
    session.addEventListener("opened", () => {
      this.#find.value = "";
      this.draw();
    });
    this.#find.addEventListener("input", () => this.draw());
    this.#find.addEventListener("keydown", (event) => this.#key(event));
    rove(this.#list, "button:enabled");
  }

  draw() {
    const { current, me } = this.#session;
    byId("people-part").hidden = !me || current.kind === "direct" || current.present.size === 0;
    byId("people-count").textContent = current.people ? current.people.toLocaleString(language()) : "";
    this.#find.hidden = current.present.size < MANY;
    const found = this.#found();
    const plan = found.slice(0, MOST).map(([person, nick]) => this.#planned(person, nick));
    const more = this.#wanted ? found.length - plan.length : current.people - plan.length;
    if (this.#wanted && found.length === 0) {
      plan.push(hint("nobody", t("nobodyFound")));
    } else if (more > 0) {
      plan.push(hint("more", t("morePeople", { count: more })));
    }
    if (current.guests) {
      plan.push(hint("guests", t("guests", { count: current.guests })));
    }
    this.#kept = reconcile(this.#list, this.#kept, plan);
    reach(this.#list);
  }

  get #wanted() {
    return this.#find.hidden ? "" : this.#find.value.trim().toLowerCase();
  }

  /** By name; who has none comes last. */
  #found() {
    const wanted = this.#wanted;
    return [...this.#session.current.present]
      .filter(([, nick]) => !wanted || nick?.toLowerCase().includes(wanted))
      .sort(([, a], [, b]) => Number(!a) - Number(!b) || this.#order.compare(a ?? "", b ?? ""));
  }

  #planned(person, nick) {
    const mine = person === this.#session.me?.person;
    return { key: person, look: `${nick} ${mine} ${language()}`, make: () => this.#item(person, nick, mine) };
  }

  #item(person, nick, mine) {
    const name = nick || t("nameless");
    const shown = mine ? `${name} (${t("you")})` : name;
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
          title: mine ? shown : t("writeTo", { nick: name }),
          onclick: () => this.#onDirect(person),
        },
        avatar(nick, person),
        element("span", { class: "name", dir: "auto" }, shown),
      ),
    );
  }

  #key(event) {
    if (event.key === "Escape" && this.#find.value) {
      event.stopPropagation();
      this.#find.value = "";
      this.draw();
    } else if (event.key === "ArrowDown" || event.key === "Enter") {
      event.preventDefault();
      this.#list.querySelector("button:enabled")?.focus();
    }
  }
}

const hint = (key, text) => ({ key, look: text, make: () => element("li", { class: "hint" }, text) });
