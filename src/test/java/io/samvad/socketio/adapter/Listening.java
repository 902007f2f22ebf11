package io.samvad.socketio.adapter;

import io.samvad.socketio.protocol.Args;
import io.samvad.socketio.protocol.Packet;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** A recipient that remembers what it was told. */
final class Listening implements Recipient {
    final List<String> heard = new ArrayList<>();
    final Map<Long, Consumer<Args>> owed = new HashMap<>();
    private final String id;

    Listening(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public void deliver(Volley volley, boolean isVolatile) {
        volley.packets().forEach(outgoing -> heard.add(((Packet.Event) outgoing.packet()).name()));
    }

    @Override
    public void expectAck(long packetId, Consumer<Args> answered) {
        owed.put(packetId, answered);
    }

    @Override
    public void forgetAck(long packetId) {
        owed.remove(packetId);
    }

    /** Answers all it owes; with null it has gone. */
    void answer(Args args) {
        List<Consumer<Args>> all = List.copyOf(owed.values());
        owed.clear();
        all.forEach(answered -> answered.accept(args));
    }

    @Override
    public SocketSnapshot snapshot(Set<String> rooms) {
        return new SocketSnapshot(id, new JsonObject(), rooms, new JsonObject());
    }

    @Override
    public Outgoing lastRecoverable() {
        return null;
    }

    @Override
    public void supersede() {
        heard.add("supersede");
    }

    @Override
    public void disconnect(boolean close) {
        heard.add("disconnect " + close);
    }

    @Override
    public String toString() {
        return id;
    }
}
