// The whole chat. What is typed is shown at once, goes to the server with an id of its own, and is replaced by the server's
// copy. The server numbers all messages (seq); docs/chat-protocol.md tells the rest.

const messages = document.getElementById("messages");
const form = document.getElementById("form");
const input = document.getElementById("input");
const state = document.getElementById("state");

const HISTORY_MILLIS = 5000;
const shown = new Set(); // numbers of the messages on the page
const sent = new Map(); // by number: acknowledged, but the server's copy is still to come
let epoch = null; // which log the numbers are of; null until the history was loaded
let last = 0; // number up to which this page has everything

const socket = io({
  retries: 3,
  ackTimeout: 10000,
  // What was missed since then comes before what is said next.
  auth: (give) => give(epoch === null ? {} : { serverOffset: last, epoch }),
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (input.value.trim()) {
    say(input.value, id());
    input.value = "";
  }
  input.focus();
});

function say(text, clientOffset) {
  const item = line(text);
  item.dataset.state = "sending";
  append(item);
  // Sent again with the same id, it is the same message.
  socket.emit("chat message", text, clientOffset, (lost, answer) => {
    if (lost || answer?.error) {
      fail(item, text, clientOffset, lost ? "no answer" : answer.error.message);
    } else if (answer?.seq && !shown.has(answer.seq)) {
      item.dataset.state = "sent";
      sent.set(answer.seq, item);
    } else {
      item.remove();
    }
  });
}

function fail(item, text, clientOffset, why) {
  const again = document.createElement("button");
  const reason = document.createElement("small");
  item.dataset.state = "failed";
  reason.textContent = `Not sent: ${why}`;
  again.type = "button";
  again.textContent = "Retry";
  again.addEventListener("click", () => {
    item.remove();
    say(text, clientOffset);
  });
  item.append(reason, again);
}

socket.on("chat message", (text, seq) => {
  show(text, seq);
  if (seq > last) {
    last = seq;
  }
});

// Another log, or too much was missed: what is shown here leads nowhere.
socket.on("reset", () => {
  messages.querySelectorAll("li:not([data-state])").forEach((item) => item.remove());
  shown.clear();
  epoch = null;
  last = 0;
  load();
});

socket.on("connect", () => {
  report("connected");
  if (epoch === null) {
    load();
  }
});

// Not queued behind what is to be sent, hence volatile: who reconnects asks again.
function load() {
  socket.volatile.timeout(HISTORY_MILLIS).emit("history", {}, (lost, page) => {
    if (lost || page.error) {
      setTimeout(() => socket.connected && epoch === null && load(), page?.error.retryAfter ?? HISTORY_MILLIS);
      return;
    }
    page.messages.forEach((message) => show(message.text, message.seq));
    epoch = page.epoch;
    last = Math.max(last, page.seq);
  });
}

// Shows the server's copy in its place, once.
function show(text, seq) {
  if (shown.has(seq)) {
    return;
  }
  const item = line(text);
  if (seq) {
    shown.add(seq);
    item.dataset.seq = seq;
    sent.get(seq)?.remove();
    sent.delete(seq);
  }
  append(item);
}

// Numbered messages in their order; what is not the server's yet stands behind them.
function append(item) {
  // Follow the conversation, unless the reader has scrolled up to read.
  const atEnd = messages.scrollHeight - messages.scrollTop - messages.clientHeight < 40;
  let before = null;
  const seq = Number(item.dataset.seq ?? Infinity);
  for (let other = messages.lastElementChild; other && follows(other, item, seq); other = other.previousElementSibling) {
    before = other;
  }
  messages.insertBefore(item, before);
  if (atEnd) {
    messages.scrollTop = messages.scrollHeight;
  }
}

function follows(other, item, seq) {
  return other.dataset.state ? !item.dataset.state : Number(other.dataset.seq ?? 0) > seq;
}

function line(text) {
  const item = document.createElement("li");
  item.textContent = text; // as text: a message is never markup
  return item;
}

// randomUUID is there on pages that came over TLS or from this machine only.
function id() {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (word) => word.toString(36)).join("-");
}

socket.on("connect_error", () => report(socket.active ? "reconnecting" : "refused"));
socket.on("disconnect", () => report(socket.active ? "reconnecting" : "disconnected"));

function report(text) {
  state.textContent = text;
  state.dataset.state = text;
}
