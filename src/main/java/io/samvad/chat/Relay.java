package io.samvad.chat;

import io.samvad.socketio.EventListener;
import io.samvad.socketio.SocketIo;

/** The smallest chat: everybody reads what anybody writes, the writer included, and nobody remembers it. */
public final class Relay {
    private final String event;

    /** @param event name of the event that carries a message */
    public Relay(String event) {
        this.event = event;
    }

    /** Listens on a server. */
    public void install(SocketIo io) {
        // One for all sockets.
        EventListener passOn = (args, ack) -> {
            io.emit(event, args.get(0));
            ack.send();
        };
        io.onConnection(socket -> socket.on(event, passOn));
    }
}
