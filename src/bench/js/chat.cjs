// The chat on the official server: everybody reads what anybody writes, the writer included.
"use strict";

const { Server } = require("socket.io");

const io = new Server();
io.on("connection", (socket) => {
  socket.on("chat message", (message) => io.emit("chat message", message));
});
io.listen(Number(process.env.PORT));
