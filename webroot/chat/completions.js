// What is suggested while one types: commands behind "/", people behind "@".

import { byId, element } from "./dom.js";
import { t } from "./i18n.js";

/** Each command, and the texts that say what is written behind it. */
export const COMMANDS = [
  ["help"],
  ["nick", "argumentName"],
  ["join", "argumentRoom"],
  ["leave"],
  ["create", "argumentRoom"],
  ["topic", "argumentText"],
  ["msg", "argumentName", "argumentText"],
  ["who"],
  ["rooms"],
  ["search", "argumentWords"],
  ["me", "argumentText"],
];
const MOST = 8;

/** As in "/nick NAME". */
export const writtenOut = ([name, ...args]) => [`/${name}`, ...args.map((arg) => t(arg))].join(" ");

export const describeCommand = (name) => t(`command${name[0].toUpperCase()}${name.slice(1)}`);

export class Completions {
  #input;
  #session;
  #list = byId("completions");
  #choices = [];
  #at = 0;

  constructor(input, session) {
    this.#input = input;
    this.#session = session;
    input.addEventListener("blur", () => this.close());
    // Before the field loses the focus.
    this.#list.addEventListener("pointerdown", (event) => {
      const item = event.target.closest("li");
      if (item) {
        event.preventDefault();
        this.#take(this.#choices[[...this.#list.children].indexOf(item)]);
      }
    });
  }

  suggest() {
    const before = this.#input.value.slice(0, this.#input.selectionStart);
    const command = /^\/(\p{L}*)$/u.exec(before);
    const name = /(?:^|\s)@([^\s@]*)$/u.exec(before);
    if (!this.#session.me || !(command || name)) {
      this.close();
      return;
    }
    this.#choices = command ? commands(command[1]) : this.#people(name[1]);
    this.#at = 0;
    this.#show();
  }

  #people(beginning) {
    const nicks = new Set([...this.#session.current.present.values()].filter(Boolean));
    this.#session.current.messages.forEach((message) => message.nick && nicks.add(message.nick));
    nicks.delete(this.#session.me.nick);
    const start = beginning.toLowerCase();
    return [...nicks]
      .filter((nick) => nick.toLowerCase().startsWith(start))
      .sort((a, b) => a.localeCompare(b))
      .slice(0, MOST)
      .map((nick) => ({ label: `@${nick}`, hint: "", replaces: beginning.length + 1, text: `@${nick} ` }));
  }

  #show() {
    this.#list.replaceChildren(
      ...this.#choices.map(({ label, hint }, at) =>
        element(
          "li",
          { role: "option", id: `completion-${at}`, "aria-selected": String(at === this.#at) },
          element("strong", {}, label),
          hint && element("span", {}, hint),
        ),
      ),
    );
    this.#list.hidden = this.#choices.length === 0;
    if (this.#list.hidden) {
      this.#input.removeAttribute("aria-activedescendant");
    } else {
      this.#input.setAttribute("aria-activedescendant", `completion-${this.#at}`);
      this.#list.children[this.#at].scrollIntoView({ block: "nearest" });
    }
  }

  /** Takes a key that is meant for the list; whether it was. */
  key(event) {
    if (this.#list.hidden) {
      return false;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const chosen = this.#choices[this.#at];
    const end = this.#input.selectionStart;
    const isWritten = this.#input.value.slice(end - chosen.replaces, end).toLowerCase() === chosen.text.trim().toLowerCase();
    if (step) {
      this.#at = (this.#at + step + this.#choices.length) % this.#choices.length;
      this.#show();
    } else if (event.key === "Escape") {
      event.stopPropagation();
      this.close();
    } else if (event.key === "Tab" || (event.key === "Enter" && !event.shiftKey && !isWritten)) {
      this.#take(chosen);
    } else {
      return false;
    }
    event.preventDefault();
    return true;
  }

  #take({ replaces, text }) {
    const end = this.#input.selectionStart;
    this.#input.setRangeText(text, end - replaces, end, "end");
    this.close();
    this.#input.dispatchEvent(new Event("input", { bubbles: true }));
    this.#input.focus();
  }

  close() {
    this.#choices = [];
    this.#show();
  }
}

function commands(beginning) {
  return COMMANDS.filter(([name]) => name.startsWith(beginning.toLowerCase())).map(([name, ...args]) => ({
    label: writtenOut([name, ...args]),
    hint: describeCommand(name),
    replaces: beginning.length + 1,
    text: args.length > 0 ? `/${name} ` : `/${name}`,
  }));
}
