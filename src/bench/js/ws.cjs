// What one client sends goes to all, without Socket.IO: ws at its best, which builds the frame once for all of them.
"use strict";

const { WebSocketServer, Sender } = require("ws");

const server = new WebSocketServer({ port: Number(process.env.PORT), perMessageDeflate: false });
server.on("connection", (client) => {
  client.on("error", () => {});
  client.on("message", (message, binary) => {
    const frame = Sender.frame(message, { fin: true, rsv1: false, opcode: binary ? 2 : 1, mask: false, readOnly: true });
    for (const other of server.clients) {
      if (other.readyState === 1) other._sender.sendFrame(frame);
    }
  });
});
