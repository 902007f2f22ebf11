package io.samvad.socketio;

import io.samvad.socketio.protocol.Args;

/** The acknowledgement of one event: sent once, while the socket is there. */
final class Answer implements Ack {
    private final Socket socket;
    private final long packetId;
    private boolean sent;

    Answer(Socket socket, long packetId) {
        this.socket = socket;
        this.packetId = packetId;
    }

    @Override
    public void send(Object... arguments) {
        Args args = Args.of(arguments);
        socket.namespace().io().execute(() -> {
            if (!sent && socket.isConnected()) {
                sent = true;
                socket.answer(packetId, args);
            }
        });
    }
}
