// How one message looks, and what can be done with it.

import { avatar, element, icon } from "./dom.js";
import { brief, clock, exact, t } from "./i18n.js";
import { nodes } from "./links.js";
import { why } from "./reasons.js";

export const SYMBOLS = ["👍", "❤️", "😂", "🎉", "😮", "🙏"];

function when({ time }, say = clock) {
  return element("time", { datetime: new Date(time).toISOString(), title: exact(time) }, say(time));
}

/** @param first whether it begins a group, and says whose it is */
export function messageItem(message, { session, first, mine, onReact }) {
  const nick = message.nick ?? (mine ? session.me?.nick : null);
  const author = nick ?? t(mine ? "you" : "somebody");
  const item = element("li", {
    class: `message${first ? " first" : ""}${mine ? " mine" : ""}`,
    tabindex: "-1",
    "data-seq": message.loose ? null : message.seq,
  });
  const text = message.deleted
    ? element("p", { class: "text deleted" }, t("deleted"))
    : element("p", { class: "text", dir: "auto" }, nodes(message.text, { nick: session.me?.nick, mentions: message.mentions }));
  if (message.action) {
    text.classList.add("action");
  }
  item.append(
    first ? avatar(nick ?? (mine ? t("you") : ""), message.person ?? (mine ? "mine" : null)) : element("span", { class: "aside" }, when(message, brief)),
    element(
      "div",
      { class: "body" },
      first && element("p", { class: "head" }, element("span", { class: "author", dir: "auto", title: author }, author), " ", when(message)),
      text,
      message.edited && !message.deleted && element("span", { class: "edited", title: exact(message.edited) }, t("edited")),
      reactions(message, session, onReact),
    ),
  );
  return item;
}

function reactions(message, session, onReact) {
  if (!message.reactions?.length) {
    return null;
  }
  return element(
    "ul",
    { class: "reactions" },
    message.reactions.map(({ symbol, people }) => {
      const mine = people.some((one) => one.person === session.me?.person);
      const names = people.map((one) => one.nick || t("somebody")).join(", ");
      const label = t("reaction", { symbol, names });
      return element(
        "li",
        {},
        element(
          "button",
          { type: "button", "aria-pressed": String(mine), "aria-label": label, title: label, onclick: () => onReact(message, symbol, !mine) },
          `${symbol} ${people.length}`,
        ),
      );
    }),
  );
}

/** What was written here and is not stored, or not yet shown by the server's copy. */
export function echoItem(entry, { session, first, connected, time, onRetry, onDiscard }) {
  const nick = session.me?.nick;
  const item = element("li", { class: `message mine echo${first ? " first" : ""}`, "data-state": entry.state, tabindex: "-1" });
  const because = (entry.reason && why(entry.reason)) || t("noAnswer");
  const state = {
    queued: connected ? t("sending") : t("queued"),
    sending: t("sending"),
    waiting: t("waiting", { reason: because }),
    failed: t("failed", { reason: because }),
    sent: "",
  }[entry.state];
  item.append(
    first ? avatar(nick ?? t("you"), session.me?.person ?? "mine") : element("span", { class: "aside" }, ""),
    element(
      "div",
      { class: "body" },
      first && element("p", { class: "head" }, element("span", { class: "author", dir: "auto" }, nick ?? t("you")), " ", when({ time })),
      element("p", { class: entry.action ? "text action" : "text", dir: "auto" }, nodes(entry.text)),
      state && element("span", { class: "state" }, state),
      entry.state === "failed" &&
        element(
          "span",
          { class: "again" },
          element("button", { type: "button", class: "link", onclick: () => onRetry(entry) }, t("retry")),
          element("button", { type: "button", class: "link", onclick: () => onDiscard(entry) }, t("discard")),
        ),
    ),
  );
  return item;
}

/** The one bar of buttons that moves to the message under the pointer or with the focus. */
export function actionBar({ onReact, onEdit, onDelete, onCopy }) {
  const button = (key, name, act) =>
    element("button", { type: "button", class: "quiet", "aria-label": t(key), title: t(key), onclick: act }, icon(name));
  return {
    for(message, { mine, known }) {
      const bar = element("div", { class: "actions", role: "toolbar", "aria-label": t("actions") });
      if (known) {
        SYMBOLS.forEach((symbol) => {
          const label = t("react", { symbol });
          bar.append(
            element("button", { type: "button", class: "quiet symbol", "aria-label": label, title: label, onclick: () => onReact(message, symbol, true) }, symbol),
          );
        });
      }
      bar.append(button("copy", "copy", () => onCopy(message)));
      if (known && mine) {
        bar.append(
          button("edit", "edit", () => onEdit(message)),
          button("delete", "delete", () => onDelete(message)),
        );
      }
      bar.addEventListener("keydown", (event) => {
        const buttons = [...bar.children];
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (step) {
          event.preventDefault();
          buttons[(buttons.indexOf(document.activeElement) + step + buttons.length) % buttons.length].focus();
        }
      });
      return bar;
    },
  };
}
