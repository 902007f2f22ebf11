// The whole chat: what is typed goes to the server, what the server sends is shown.

const messages = document.getElementById("messages");
const form = document.getElementById("form");
const input = document.getElementById("input");
const state = document.getElementById("state");

const socket = io();

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (input.value.trim()) {
    socket.emit("chat message", input.value);
    input.value = "";
  }
  input.focus();
});

socket.on("chat message", (msg) => {
  // Follow the conversation, unless the reader has scrolled up to read.
  const atEnd = messages.scrollHeight - messages.scrollTop - messages.clientHeight < 40;
  const item = document.createElement("li");
  item.textContent = msg; // as text: a message is never markup
  messages.append(item);
  if (atEnd) {
    item.scrollIntoView({ block: "end" });
  }
});

socket.on("connect", () => show("connected"));
socket.on("connect_error", () => show(socket.active ? "reconnecting" : "refused"));
socket.on("disconnect", () => show(socket.active ? "reconnecting" : "disconnected"));

function show(text) {
  state.textContent = text;
  state.dataset.state = text;
}
