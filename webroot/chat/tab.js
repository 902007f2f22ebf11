// This tab among the others of the same browser, which share what is kept. As long as a tab is open it holds a lock of its name: so
// the others know that what it wrote is its own to send, and when it is theirs.

import { randomId } from "./memory.js";

const LOCK = "samvad.tab.";
const BEFORE = "samvad.tab";
const locks = navigator.locks;

/** The name of this tab. */
export const tab = randomId();

/** The name it had before the page was loaded anew, or null. */
export const before = rename();

locks?.request(LOCK + tab, () => new Promise(() => {})).catch(() => {});

function rename() {
  try {
    const old = sessionStorage.getItem(BEFORE);
    sessionStorage.setItem(BEFORE, tab);
    return old;
  } catch {
    return null;
  }
}

/** Whether it can be told which tabs are open: not on a page that came without TLS. */
export const canTell = Boolean(locks);

/** Does something once another tab is closed; of several tabs that want to, one after the other. */
export const onceClosed = (other, act) => locks.request(LOCK + other, act).catch(() => {});

/** Whether another tab is open, as far as can be told. */
export async function isOpen(other) {
  const { held = [] } = (await locks?.query().catch(() => ({}))) ?? {};
  return held.some((lock) => lock.name === LOCK + other);
}
