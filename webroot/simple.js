let counter = 0;

const socket = io({
  auth: { serverOffset: 0 }, // the last message this page has; the server sends those behind it
  ackTimeout: 10000, // no answer for so long: send it again,
  retries: 3, // so many times
});

const form = document.getElementById("form");
const input = document.getElementById("input");
const messages = document.getElementById("messages");

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = input.value;
  if (text) {
    // An id of our own, so that a message that is sent again is not said twice.
    socket.emit("chat message", text, `${socket.id}-${counter++}`, (failure, answer) => {
      // An answer may be a refusal, too; the client of Socket.IO repeats only what is not answered.
      if (failure || answer?.error) {
        show(`Not sent: ${text} (${answer?.error.message ?? "no answer"})`);
      }
    });
    input.value = "";
  }
});

socket.on("chat message", (text, serverOffset) => {
  show(text);
  socket.auth.serverOffset = serverOffset; // said at the next connection
});

function show(text) {
  const item = document.createElement("li");
  item.textContent = text; // never innerHTML: others wrote this
  messages.appendChild(item);
}
