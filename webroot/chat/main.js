// Puts the parts of the page together. Read on with session.js, which knows what the server says, and timeline.js, which shows it.

import { followAddress } from "./address.js";
import { browseRooms } from "./browse.js";
import { Composer } from "./composer.js";
import { askToDelete, showKeys, showSettings } from "./dialogs.js";
import { byId } from "./dom.js";
import { t, translate } from "./i18n.js";
import * as keys from "./keys.js";
import { Notices } from "./notices.js";
import { reason } from "./reasons.js";
import { Search } from "./search.js";
import { Session } from "./session.js";
import { Sidebar } from "./sidebar.js";
import { Timeline } from "./timeline.js";
import { keepInView } from "./viewport.js";

/** How many people a notice names. */
const MOST_NAMED = 50;

translate();
const session = new Session();
const notices = new Notices(session);
const timeline = new Timeline(session, {
  react: ({ room, seq }, symbol, added) => session.ask("react", { room, seq, symbol, added }),
  edit: (message) => composer.edit(message),
  delete: (message) => askToDelete(message, () => session.ask("delete", { room: message.room, seq: message.seq })),
  copy: (message) => copy(message.text),
  choose: () => showSettings(session),
});
const composer = new Composer(session, { onSent: () => timeline.toEnd(), onCommand: run, notice: (text) => notices.show(text) });
const sidebar = new Sidebar(session, { onDirect: (person) => session.enter("direct", { person }) });
const search = new Search(session, {
  onChosen: async (room, seq) => {
    await session.pages.around(room, seq);
    timeline.draw();
    if (matchMedia("(max-width: 48rem)").matches) {
      search.close(false);
    }
    timeline.show(seq);
  },
});

keepInView();
byId("take-name").addEventListener("click", () => showSettings(session));
byId("me").addEventListener("click", () => showSettings(session));
byId("keys").addEventListener("click", () => showKeys(session));
byId("browse").addEventListener("click", () => browseRooms(session));
byId("leave").addEventListener("click", () => session.leave(session.current));
keys.listen({ session, sidebar, search, timeline, composer, showKeys: () => showKeys(session) });

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    notices.show(t("copied"));
  } catch {
    // Not allowed, or not a page that came over TLS: it can be selected.
  }
}

/** Runs a command; what the page has a place for goes there. */
async function run(text) {
  const [name, ...words] = text.slice(1).split(/\s+/);
  const rest = (count) => text.replace(new RegExp(`^/(?:\\S+\\s+){${count}}`), "").trim();
  if (name === "help") {
    showKeys(session);
    return;
  }
  if (name === "rooms") {
    browseRooms(session);
    return;
  }
  if (name === "search" && words.length) {
    search.search(words.join(" "));
    return;
  }
  // What is said is kept until it is stored, like every message.
  if (name === "me" && words.length) {
    if (!composer.send(session.current, rest(1), true)) {
      composer.begin(text);
    }
    return;
  }
  if (name === "msg" && words.length > 1) {
    const info = await session.enter("direct", { nick: words[0].replace(/^@/, "") });
    if (!info || !composer.send(session.rooms.get(info.room), rest(2))) {
      composer.begin(text);
    }
    return;
  }
  try {
    const answer = await session.connection.request("command", { room: session.current.name, text });
    session.answered(answer);
    tellAnswer(answer);
  } catch (error) {
    notices.show(reason(error));
    composer.begin(text);
  }
}

followAddress(session);

/** Says what a command has done, in the language of the page; who comes into a room, or leaves it, sees that. */
function tellAnswer({ command, nick, people, count, text }) {
  if (command === "nick") {
    notices.show(t("renamed", { nick }));
  } else if (command === "who") {
    const names = people.slice(0, MOST_NAMED).map((one) => one.nick || t("nameless"));
    const more = count > names.length ? [t("morePeople", { count: count - names.length })] : [];
    notices.show(`${t("present", { count })}: ${[...names, ...more].join(", ")}`, true);
  } else if (text && !["create", "join", "leave", "topic"].includes(command)) {
    notices.show(text);
  }
}

// For the console of the browser.
window.samvad = { socket: session.socket };
document.dispatchEvent(new Event("samvad-started"));
session.connection.tryNow();
if (matchMedia("(hover: hover)").matches) {
  composer.focus();
}
