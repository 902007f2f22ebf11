// What the browser keeps for us between two visits. Where that is forbidden, or full, it is kept as long as the page is open.

const PREFIX = "samvad.";
const fallback = new Map();

function storage() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

export const memory = {
  get(key) {
    if (fallback.has(key)) {
      return fallback.get(key);
    }
    try {
      return JSON.parse(storage()?.getItem(PREFIX + key) ?? "null");
    } catch {
      return null;
    }
  },

  set(key, value) {
    try {
      storage().setItem(PREFIX + key, JSON.stringify(value));
      fallback.delete(key);
    } catch {
      fallback.set(key, value);
    }
  },

  /** Whether something will not be there when the page is loaded anew. */
  loses(key) {
    return fallback.has(key);
  },

  remove(key) {
    fallback.delete(key);
    try {
      storage()?.removeItem(PREFIX + key);
    } catch {
      // Forbidden: then there was nothing.
    }
  },

  /** Keys that begin so, with it. */
  keys(beginning) {
    let kept = [];
    try {
      kept = Object.keys(storage() ?? {});
    } catch {
      // Forbidden.
    }
    const ours = kept.filter((key) => key.startsWith(PREFIX)).map((key) => key.slice(PREFIX.length));
    return [...new Set([...ours, ...fallback.keys()])].filter((key) => key.startsWith(beginning));
  },
};

/** 128 random bits. Not randomUUID, which is there only on pages that came over TLS or from this machine. */
export function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
