// One room as far as this page knows it: a window of its log, with the newest messages or, for who has scrolled up, with older ones.

/** How many messages are held, and shown, at most. */
export const WINDOW = 300;
export const PAGE = 50;

export class Room {
  /** By seq, in order. */
  messages = [];
  #bySeq = new Map();
  /** The last entry of the log that this page has heard of: said when it connects again. */
  epoch = null;
  seq = 0;
  /** Entries that came before their turn, by seq; and how far the log goes, as somebody said. Both belong to log.js. */
  held = new Map();
  told = null;
  filling = false;
  /** Counts how often it was cleared, so that an answer that was asked for before is known. */
  generation = 0;
  loaded = false;
  loading = false;
  /** Whether the history could not be loaded. */
  silent = false;
  /** Whether the window reaches to the first, and to the newest message. */
  atBeginning = false;
  atEnd = true;
  /** Whether there were messages before the first, which are no longer kept. */
  removed = false;
  topic = "";
  kind = "public";
  read = 0;
  unread = 0;
  mentions = 0;
  /** Entries up to this one are in the server's count of what is unread. */
  counted = 0;
  people = 0;
  present = new Map();
  guests = 0;
  typing = [];
  /** Where the line between read and unread is shown; 0 for nowhere. */
  divider = 0;
  /** What was told while the history was on its way, and may be newer than it. */
  #meanwhile = [];

  constructor(name) {
    this.name = name;
  }

  describe({ room, epoch, seq, ...told }) {
    if (told.unread !== undefined && seq !== undefined) {
      this.counted = seq;
      this.place(epoch, seq);
    }
    for (const key of ["topic", "kind", "read", "unread", "mentions", "people", "with"]) {
      if (told[key] !== undefined && told[key] !== null) {
        this[key] = told[key];
      }
    }
  }

  /** What is told from now on follows this entry, if no other is known. */
  place(epoch, seq) {
    if (epoch && this.epoch === null) {
      this.epoch = epoch;
      this.seq = seq;
    }
  }

  get(seq) {
    return this.#bySeq.get(seq);
  }

  get newest() {
    return this.messages.at(-1)?.seq ?? 0;
  }

  /** A message was said just now; whether it was not known. */
  said(message, follows) {
    if (this.#bySeq.has(message.seq)) {
      return false;
    }
    if (this.loading) {
      this.#meanwhile.push(() => this.#insert(message));
    }
    if (!this.atEnd || !this.loaded && !message.loose) {
      return true;
    }
    if (!follows && this.messages.length >= WINDOW) {
      // Somebody reads further up: what they see stays.
      this.atEnd = false;
      return true;
    }
    this.#insert(message);
    this.#trimOldest();
    return true;
  }

  /** Something about a message has changed; what the history had in it already is not changed back. */
  changed(seq, at, change) {
    const make = () => {
      const message = this.#bySeq.get(seq);
      if (message && (message.changedAt ?? 0) < at) {
        change(message);
        message.changedAt = at;
        message.version = (message.version ?? 0) + 1;
      }
    };
    if (this.loading) {
      this.#meanwhile.push(make);
    }
    make();
  }

  /** The messages that are here, as the history has them now. */
  refresh(page) {
    for (const message of page.messages) {
      const shown = this.#bySeq.get(message.seq);
      if (shown && (shown.changedAt ?? 0) < page.seq) {
        const { text, edited, deleted, mentions, reactions, changedAt } = message;
        Object.assign(shown, { text, edited, deleted, mentions, reactions, changedAt, version: (shown.version ?? 0) + 1 });
      }
    }
  }

  #insert(message) {
    if (this.#bySeq.has(message.seq)) {
      return;
    }
    this.#bySeq.set(message.seq, message);
    let at = this.messages.length;
    while (at > 0 && this.messages[at - 1].seq > message.seq) {
      at--;
    }
    this.messages.splice(at, 0, message);
  }

  #trimOldest() {
    while (this.messages.length > WINDOW) {
      this.#bySeq.delete(this.messages.shift().seq);
      this.atBeginning = false;
    }
  }

  #trimNewest() {
    while (this.messages.length > WINDOW) {
      this.#bySeq.delete(this.messages.pop().seq);
      this.atEnd = false;
    }
  }

  /** The newest messages, as the history has them. */
  begin(page) {
    this.clear();
    this.#go(page);
    this.loaded = true;
    this.atEnd = true;
    this.#reachBack(page);
    page.messages.forEach((message) => this.#insert(message));
    this.#catchUp();
  }

  #reachBack({ more, removed }) {
    this.atBeginning = !more;
    this.removed = Boolean(removed);
  }

  /** Everything up to the page is known. */
  #go({ epoch, seq }) {
    if (this.epoch !== epoch) {
      this.told = null;
      this.held.clear();
      this.seq = 0;
    }
    this.epoch = epoch;
    this.seq = Math.max(this.seq, seq);
    for (const held of this.held.keys()) {
      if (held <= this.seq) {
        this.held.delete(held);
      }
    }
  }

  older(page) {
    page.messages.forEach((message) => this.#insert(message));
    this.#reachBack(page);
    this.#trimNewest();
    this.#catchUp();
  }

  /** @param upTo the window now reaches to this number at least */
  newer(page, upTo) {
    page.messages.forEach((message) => this.#insert(message));
    this.atEnd = upTo >= Math.max(page.seq, this.seq);
    this.#trimOldest();
    this.#catchUp();
  }

  /** A window around a message somewhere in the log. */
  around(page) {
    this.begin(page);
    this.atBeginning = this.newest === 0 || this.messages[0].seq <= 1;
    this.atEnd = this.newest >= page.seq;
  }

  #catchUp() {
    this.loading = false;
    const meanwhile = this.#meanwhile;
    this.#meanwhile = [];
    if (this.atEnd) {
      meanwhile.forEach((apply) => apply());
      this.#trimOldest();
    }
  }

  failedToLoad() {
    this.loading = false;
    this.silent = true;
    this.#meanwhile = [];
  }

  clear() {
    this.generation++;
    this.messages = [];
    this.#bySeq.clear();
    this.loaded = false;
    this.atBeginning = false;
    this.atEnd = true;
  }

  /** What was shown leads nowhere: the log is another one, or too much was missed. */
  reset(epoch, seq) {
    this.clear();
    this.epoch = epoch;
    this.seq = seq;
    this.told = null;
    this.held.clear();
    this.divider = 0;
    this.read = Math.min(this.read, seq);
  }

  /** Nobody looks: keep little. */
  rest() {
    if (!this.atEnd) {
      this.clear();
    }
    while (this.messages.length > PAGE) {
      this.#bySeq.delete(this.messages.shift().seq);
      this.atBeginning = false;
    }
  }
}
