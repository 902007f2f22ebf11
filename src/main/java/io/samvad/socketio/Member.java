package io.samvad.socketio;

import io.samvad.socketio.adapter.Outgoing;
import io.samvad.socketio.adapter.Recipient;
import io.samvad.socketio.adapter.SocketSnapshot;
import io.samvad.socketio.protocol.Args;
import java.util.Set;
import java.util.function.Consumer;

/** A socket as the adapter sees it. */
final class Member implements Recipient {
    private final Socket socket;

    Member(Socket socket) {
        this.socket = socket;
    }

    @Override
    public String id() {
        return socket.id();
    }

    @Override
    public void deliver(Outgoing outgoing, boolean isVolatile) {
        socket.deliver(outgoing, isVolatile);
    }

    @Override
    public void expectAck(long packetId, Consumer<Args> answered) {
        socket.acks().expect(packetId, answered);
    }

    @Override
    public void forgetAck(long packetId) {
        socket.acks().forget(packetId);
    }

    @Override
    public SocketSnapshot snapshot(Set<String> rooms) {
        return socket.snapshot(rooms);
    }

    @Override
    public void disconnect(boolean close) {
        socket.disconnect(close);
    }
}
