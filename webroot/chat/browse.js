// The dialog with the rooms there are: to find one, to join it, or to make another.

import { dialog, open } from "./dialogs.js";
import { element } from "./dom.js";
import { t } from "./i18n.js";

const PAGE = 100;
/** From so many on there is a field to find one. */
const MANY = 8;

export async function browseRooms(session) {
  const list = element("ul", { class: "room-list" });
  const more = element("button", { type: "button", hidden: true, onclick: () => load() }, t("more"));
  const find = element("input", { id: "find-room", type: "search", dir: "auto", "aria-label": t("findRoom"), placeholder: t("findRoom"), hidden: true });
  const none = element("p", { class: "hint", hidden: true });
  const rooms = [];
  find.addEventListener("input", draw);
  open(t("browseRooms"), find, list, none, more, element("h3", {}, t("createRoom")), createForm(session));
  await load();

  async function load() {
    const found = await session.ask("rooms", { after: rooms.at(-1)?.room ?? "", limit: PAGE });
    rooms.push(...(found?.rooms ?? []));
    more.hidden = !found?.more;
    find.hidden = rooms.length < MANY;
    draw();
  }

  function draw() {
    const wanted = find.value.trim().toLowerCase();
    const shown = rooms.filter(({ room, topic }) => room.includes(wanted) || topic?.toLowerCase().includes(wanted));
    list.replaceChildren(...shown.map((room) => roomItem(session, room)));
    none.textContent = t(wanted ? "nothingFound" : "noRooms");
    none.hidden = wanted ? shown.length > 0 : rooms.length > 1;
  }
}

async function enter(session, event, wanted) {
  if (await session.enter(event, wanted)) {
    dialog.close();
  }
}

function roomItem(session, { room, topic, messages, people }) {
  const mine = session.rooms.has(room);
  const go = () => {
    if (mine) {
      session.open(room);
      dialog.close();
    } else {
      enter(session, "join", { room });
    }
  };
  return element(
    "li",
    {},
    element(
      "div",
      {},
      element("strong", { dir: "auto" }, `#${room}`),
      topic && element("span", { dir: "auto" }, topic),
      element("span", { class: "hint" }, `${t("roomCounts", { count: messages ?? 0 })} · ${t("present", { count: people ?? 0 })}`),
    ),
    element("button", { type: "button", class: mine ? "" : "primary", onclick: go }, t(mine ? "openRoom" : "joinRoom")),
  );
}

function createForm(session) {
  const name = element("input", { id: "new-room", maxlength: session.limits.maxRoomName ?? 50, required: true, dir: "auto", autocomplete: "off" });
  const topic = element("input", { id: "new-topic", maxlength: session.limits.maxTopic ?? 200, dir: "auto", autocomplete: "off" });
  const submit = (event) => {
    event.preventDefault();
    enter(session, "create", { room: name.value.trim(), topic: topic.value.trim() });
  };
  return element(
    "form",
    { onsubmit: submit },
    element("label", { for: "new-room" }, t("roomName")),
    name,
    element("p", { class: "hint" }, t("roomNameHint")),
    element("label", { for: "new-topic" }, t("roomTopic")),
    topic,
    element("p", {}, element("button", { class: "primary" }, t("create"))),
  );
}
