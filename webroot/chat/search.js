// Finds messages in the current room, the newest first.

import { byId, element } from "./dom.js";
import { clock, day, t } from "./i18n.js";

export class Search {
  #session;
  #panel = byId("search-panel");
  #words = byId("words");
  #found = byId("found");
  /** What was found, and in which room; null as long as nothing was asked. */
  #messages = null;
  #room = null;
  /** Counts what was asked, so that an answer that is overdue is known. */
  #asked = 0;
  #opener = null;

  constructor(session, { onChosen }) {
    this.#session = session;
    this.onChosen = onChosen;
    byId("find").addEventListener("click", () => this.toggle());
    byId("close-search").addEventListener("click", () => this.close());
    byId("more-found").addEventListener("click", () => this.#ask(this.#messages?.at(-1)?.seq));
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
    session.addEventListener("opened", () => {
      this.close(false);
      this.#messages = null;
      this.#asked++;
      byId("more-found").hidden = true;
      this.#draw();
    });
    document.addEventListener("samvad-language", () => this.#draw());
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
    this.#messages = null;
    this.#draw();
    if (words.trim()) {
      this.#ask();
    }
  }

  async #ask(before) {
    const room = this.#session.current;
    const words = this.#words.value.trim();
    const asked = ++this.#asked;
    byId("search-state").textContent = t("searching");
    const answer = await this.#session.ask("search", { room: room.name, words, ...(before ? { before } : {}) });
    if (asked !== this.#asked) {
      return;
    }
    this.#room = room;
    this.#messages = [...(this.#messages ?? []), ...(answer?.messages ?? [])];
    byId("more-found").hidden = !answer?.more;
    this.#draw();
  }

  #draw() {
    const found = this.#messages ?? [];
    this.#found.replaceChildren(...found.map((message) => this.#item(this.#room, message)));
    byId("search-state").textContent = this.#messages && (found.length ? t("found", { count: found.length }) : t("nothingFound"));
  }

  #item(room, message) {
    const head = element("span", { class: "hint" }, `${message.nick || t("somebody")} · ${day(message.time)}, ${clock(message.time)}`);
    const text = element("span", { class: "found-text", dir: "auto" }, message.text.slice(0, 300));
    return element("li", {}, element("button", { type: "button", onclick: () => this.onChosen(room, message.seq) }, head, text));
  }
}
