package io.samvad.socketio;

import io.samvad.socketio.adapter.Outgoing;
import io.samvad.socketio.adapter.Recipient;
import io.samvad.socketio.adapter.SocketSnapshot;
import io.samvad.socketio.adapter.Volley;
import io.samvad.socketio.protocol.Args;
import io.samvad.socketio.protocol.Packet;
import java.util.Set;
import java.util.function.Consumer;

/** A socket as the adapter sees it. */
final class Member implements Recipient {
    private final Socket socket;
    private final Connection connection;
    private Outgoing lastRecoverable;

    Member(Socket socket, Connection connection) {
        this.socket = socket;
        this.connection = connection;
    }

    Socket socket() {
        return socket;
    }

    @Override
    public String id() {
        return socket.id();
    }

    @Override
    public void deliver(Volley volley, boolean isVolatile) {
        Outgoing recoverable = volley.lastRecoverable();
        if (recoverable != null) {
            lastRecoverable = recoverable;
        }
        if (socket.listeners().hearOutgoing() && (!isVolatile || connection.isWritable())) {
            volley.packets().forEach(outgoing -> tell((Packet.Event) outgoing.packet()));
        }
        connection.send(volley, isVolatile);
    }

    /** Later: the rooms are being walked through, and a listener may change who is where. */
    private void tell(Packet.Event event) {
        SocketIo io = socket.namespace().io();
        io.vertx().runOnContext(later -> socket.listeners().fireOutgoing(event, io));
    }

    @Override
    public Outgoing lastRecoverable() {
        return lastRecoverable;
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
        return new SocketSnapshot(id(), socket.handshake().toJson(), rooms, socket.dataCopy());
    }

    @Override
    public void supersede() {
        connection.superseded();
    }

    @Override
    public void disconnect(boolean close) {
        socket.disconnect(close);
    }
}
