// Finds messages in the current room, the newest first.

import { byId, element } from "./dom.js";
import { clock, day, t } from "./i18n.js";

export class Search {
  #session;
  #panel = byId("search-panel");
  #words = byId("words");
  #found = byId("found");
  #last = null;
  #opener = null;

  constructor(session, { onChosen }) {
    this.#session = session;
    this.onChosen = onChosen;
    byId("find").addEventListener("click", () => this.toggle());
    byId("close-search").addEventListener("click", () => this.close());
    byId("more-found").addEventListener("click", () => this.#ask(this.#last?.seq));
    byId("search-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.search(this.#words.value);
    });
    this.#panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        event.stopPropagation();
        this.close();
      }
    });
    session.addEventListener("opened", () => this.close(false));
  }

  toggle() {
    if (this.#panel.hidden) {
      this.open();
    } else {
      this.close();
    }
  }

  open() {
    this.#opener = document.activeElement;
    this.#panel.hidden = false;
    this.#words.select();
    this.#words.focus();
  }

  close(focus = true) {
    this.#panel.hidden = true;
    if (focus) {
      this.#opener?.focus();
    }
  }

  search(words) {
    if (this.#panel.hidden) {
      this.open();
    }
    this.#words.value = words;
    this.#found.replaceChildren();
    if (words.trim()) {
      this.#ask();
    }
  }

  async #ask(before) {
    const room = this.#session.current;
    byId("search-state").textContent = t("searching");
    const answer = await this.#session.ask("search", { room: room.name, words: this.#words.value.trim(), ...(before ? { before } : {}) });
    const messages = answer?.messages ?? [];
    this.#last = messages.at(-1);
    this.#found.append(...messages.map((message) => this.#item(room, message)));
    const count = this.#found.children.length;
    byId("search-state").textContent = count ? t("found", { count }) : t("nothingFound");
    byId("more-found").hidden = !answer?.more;
  }

  #item(room, message) {
    const head = element("span", { class: "hint" }, `${message.nick || t("somebody")} · ${day(message.time)}, ${clock(message.time)}`);
    const text = element("span", { class: "found-text", dir: "auto" }, message.text.slice(0, 300));
    return element("li", {}, element("button", { type: "button", onclick: () => this.onChosen(room, message.seq) }, head, text));
  }
}
