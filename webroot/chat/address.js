// The address has the room: #kitchen is a link to it. Back and forward go through the rooms that were open.

import { LOBBY } from "./session.js";

const hashOf = (name) => (name === LOBBY ? "" : `#${encodeURIComponent(name)}`);

/** The room that the address names. Those that anybody may enter have names in small letters. */
function named() {
  try {
    const name = decodeURIComponent(location.hash.slice(1)) || LOBBY;
    return name.startsWith("@") ? name : name.normalize("NFC").toLowerCase();
  } catch {
    // Not a name of ours.
    return LOBBY;
  }
}

export function followAddress(session) {
  let following = false;

  /** Makes the address that of the room that is open, in a new entry of the browser's history or instead of the current one. */
  function write(instead) {
    const wanted = hashOf(session.current.name);
    if (location.hash !== wanted) {
      const address = wanted || location.pathname + location.search;
      history[instead ? "replaceState" : "pushState"](null, "", address);
    }
  }

  async function follow() {
    const name = named();
    if (following || name === session.current.name || !(session.rooms.has(name) || session.me)) {
      return;
    }
    following = true;
    try {
      if (session.rooms.has(name)) {
        session.open(name);
      } else {
        await session.enter("join", { room: name });
      }
    } finally {
      following = false;
      // A room that is not there, or that is written in another way.
      write(true);
    }
  }

  session.addEventListener("welcome", follow);
  session.addEventListener("opened", () => write(following));
  window.addEventListener("hashchange", follow);
  window.addEventListener("popstate", follow);
}
