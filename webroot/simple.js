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
  if (input.value) {
    // An id of our own, so that a message that is sent again is not said twice.
    socket.emit("chat message", input.value, `${socket.id}-${counter++}`);
    input.value = "";
  }
});

socket.on("chat message", (text, serverOffset) => {
  const item = document.createElement("li");
  item.textContent = text; // never innerHTML: others wrote this
  messages.appendChild(item);
  socket.auth.serverOffset = serverOffset; // said at the next connection
});
