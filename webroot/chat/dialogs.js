// The dialogs: name and settings, rooms to join, keys, and a question before something is deleted.

import { COMMANDS, describeCommand } from "./completions.js";
import { byId, element, icon } from "./dom.js";
import { choices, choose, current as language, t } from "./i18n.js";
import { memory } from "./memory.js";

const dialog = byId("dialog");

function open(heading, ...content) {
  dialog.replaceChildren(
    element(
      "div",
      { class: "dialog-head" },
      element("h2", { id: "dialog-title" }, heading),
      element("button", { type: "button", class: "quiet", "aria-label": t("close"), title: t("close"), onclick: () => dialog.close() }, icon("close")),
    ),
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
        element("tbody", {}, COMMANDS.map(([name, args]) => keyRow([`/${name}${args && " "}${args}`], describeCommand(name)))),
      ),
  );
}

export function showSettings(session) {
  const nick = element("input", { id: "nick", value: session.me?.nick ?? "", maxlength: session.limits.maxNick ?? 30, autocomplete: "nickname", dir: "auto", autofocus: true });
  const select = element(
    "select",
    {
      id: "language",
      onchange: () => {
        choose(select.value);
        showSettings(session);
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

export async function browseRooms(session) {
  const list = element("ul", { class: "room-list" });
  const name = element("input", { id: "new-room", maxlength: session.limits.maxRoomName ?? 50, required: true, dir: "auto" });
  const topic = element("input", { id: "new-topic", maxlength: session.limits.maxTopic ?? 200, dir: "auto" });
  const enter = async (event, wanted) => (await session.enter(event, wanted)) && dialog.close();
  open(
    t("browseRooms"),
    list,
    element("h3", {}, t("createRoom")),
    element(
      "form",
      {
        onsubmit: (event) => {
          event.preventDefault();
          enter("create", { room: name.value.trim(), topic: topic.value.trim() });
        },
      },
      element("label", { for: "new-room" }, t("roomName")),
      name,
      element("label", { for: "new-topic" }, t("roomTopic")),
      topic,
      element("p", {}, element("button", { class: "primary" }, t("create"))),
    ),
  );
  const found = await session.ask("rooms", { limit: 200 });
  list.replaceChildren(
    ...(found?.rooms ?? []).map((room) => {
      const mine = session.rooms.has(room.room);
      const go = () => (mine ? (session.open(room.room), dialog.close()) : enter("join", { room: room.room }));
      return element(
        "li",
        {},
        element(
          "div",
          {},
          element("strong", { dir: "auto" }, `#${room.room}`),
          room.topic && element("span", { dir: "auto" }, room.topic),
          element("span", { class: "hint" }, `${t("roomCounts", { count: room.messages ?? 0 })} · ${t("present", { count: room.people ?? 0 })}`),
        ),
        element("button", { type: "button", class: mine ? "" : "primary", onclick: go }, t(mine ? "openRoom" : "joinRoom")),
      );
    }),
  );
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
