// What the load generator asks of a Socket.IO server, on the official one.
"use strict";

const { Server } = require("socket.io");

const io = new Server({ perMessageDeflate: process.env.DEFLATE === "true" });
io.on("connection", (socket) => {
  socket.on("chat message", (message) => io.emit("chat message", message));
  socket.on("room", (room, message) => io.to(room).emit("room", message));
  socket.on("echo", (message, answer) => answer(message));
  socket.on("join", (rooms, joined) => {
    socket.join(rooms);
    joined();
  });
});
io.listen(Number(process.env.PORT));
