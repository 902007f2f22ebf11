// What is being written: by room, and by tab, so that two tabs do not overwrite each other's. What a closed tab left is found again.

import { memory } from "./memory.js";
import { before, isOpen, tab } from "./tab.js";

const keyOf = (room, owner = tab) => `draft.${room}.${owner}`;

export const drafts = {
  keep(room, text) {
    if (text) {
      memory.set(keyOf(room), { text, at: Date.now() });
    } else {
      memory.remove(keyOf(room));
    }
  },

  /** What this tab has written there, also before it was loaded anew. */
  own(room) {
    return memory.get(keyOf(room))?.text ?? take(before && keyOf(room, before), room);
  },

  /** The last that tabs have written there which are closed now. */
  async left(room) {
    const beginning = keyOf(room, "");
    const found = [];
    for (const key of memory.keys(beginning)) {
      if (key !== keyOf(room) && !(await isOpen(key.slice(beginning.length)))) {
        found.push(key);
      }
    }
    found.sort((a, b) => (memory.get(a)?.at ?? 0) - (memory.get(b)?.at ?? 0));
    return take(found.at(-1), room);
  },
};

/** It belongs to this tab now. */
function take(key, room) {
  const text = (key && memory.get(key)?.text) || "";
  if (text) {
    memory.remove(key);
    drafts.keep(room, text);
  }
  return text;
}
