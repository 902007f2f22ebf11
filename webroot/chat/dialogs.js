// The dialogs: name and settings, keys, and a question before something is deleted. browse.js has the rooms to join.

import { COMMANDS, describeCommand, writtenOut } from "./completions.js";
import { byId, element, icon } from "./dom.js";
import { choices, choose, current as language, t } from "./i18n.js";
import { memory } from "./memory.js";

export const dialog = byId("dialog");

/** Says in the dialog why something was refused, if one is open: it hides what is told on the page. */
export function tellInDialog(text) {
  const told = dialog.open && dialog.querySelector(".problem");
  if (told) {
    told.textContent = text;
    told.hidden = false;
  }
  return Boolean(told);
}

export function open(heading, ...content) {
  dialog.replaceChildren(
    element(
      "div",
      { class: "dialog-head" },
      element("h2", { id: "dialog-title" }, heading),
      element("button", { type: "button", class: "quiet", "aria-label": t("close"), title: t("close"), onclick: () => dialog.close() }, icon("close")),
    ),
    element("p", { class: "problem", role: "alert", hidden: true }),
    ...content,
  );
  if (!dialog.open) {
    dialog.showModal();
  }
  dialog.querySelector("[autofocus]")?.focus();
}

// A click beside it closes it.
dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());

const keyRow = (keys, text) =>
  element("tr", {}, element("th", { scope: "row" }, keys.map((key) => element("kbd", {}, key))), element("td", {}, text));

export function showKeys(session) {
  open(
    t("showKeys"),
    element("h3", {}, t("keysTitle")),
    element(
      "table",
      { class: "keys" },
      element(
        "tbody",
        {},
        keyRow(["Enter"], t("keySend")),
        keyRow(["Shift", "Enter"], t("keyBreak")),
        keyRow(["↑"], t("keyEditLast")),
        keyRow(["Esc"], t("keyEscape")),
        keyRow(["F6"], t("keyRegion")),
        keyRow(["↑", "↓"], t("keyMessages")),
        keyRow(["Enter", "→"], t("keyActions")),
        keyRow(["Alt", "↑", "↓"], t("keyRooms")),
        keyRow(["Ctrl", "K"], t("keySearch")),
        keyRow(["?"], t("keyHelp")),
      ),
    ),
    session.me && element("h3", {}, t("commandsTitle")),
    session.me &&
      element(
        "table",
        { class: "keys" },
        element("tbody", {}, COMMANDS.map((command) => keyRow([writtenOut(command)], describeCommand(command[0])))),
      ),
  );
}

/** @param written the name as far as it was written before the language was changed */
export function showSettings(session, written = session.me?.nick ?? "") {
  const nick = element("input", { id: "nick", value: written, maxlength: session.limits.maxNick ?? 30, autocomplete: "nickname", dir: "auto", autofocus: true });
  const select = element(
    "select",
    {
      id: "language",
      onchange: () => {
        choose(select.value);
        showSettings(session, nick.value);
        byId("language").focus();
      },
    },
    choices.map(({ code, name }) => element("option", { value: code, lang: code, selected: code === language() }, name)),
  );
  open(
    t("settings"),
    session.me &&
      element(
        "form",
        {
          onsubmit: async (event) => {
            event.preventDefault();
            if (nick.value.trim() && (await session.rename(nick.value.trim()))) {
              dialog.close();
            }
          },
        },
        element("label", { for: "nick" }, t("yourName")),
        element("div", { class: "row" }, nick, element("button", { class: "primary" }, t("save"))),
        element("p", { class: "hint" }, t("nameHint")),
      ),
    element("label", { for: "language" }, t("language")),
    select,
    session.me && "Notification" in window && notify(),
  );
}

/** Browsers want to be asked on a gesture, and once. */
function notify() {
  const answer = element("p", { class: "hint", role: "status" });
  const box = element("input", {
    type: "checkbox",
    id: "notify",
    checked: Boolean(memory.get("notify")) && Notification.permission === "granted",
    onchange: async () => {
      const allowed = box.checked && (await Notification.requestPermission()) === "granted";
      answer.textContent = box.checked ? t(allowed ? "notifying" : "notifyRefused") : "";
      box.checked = allowed;
      memory.set("notify", allowed);
    },
  });
  return element("div", {}, element("label", { class: "check", for: "notify" }, box, t("notify")), answer);
}

export function askToDelete(message, onYes) {
  open(
    t("deleteAsk"),
    element("blockquote", { dir: "auto" }, message.text.slice(0, 300)),
    element(
      "div",
      { class: "row" },
      element("button", { type: "button", onclick: () => dialog.close() }, t("cancel")),
      element(
        "button",
        {
          type: "button",
          class: "primary danger",
          autofocus: true,
          onclick: () => {
            dialog.close();
            onYes();
          },
        },
        t("delete"),
      ),
    ),
  );
}
