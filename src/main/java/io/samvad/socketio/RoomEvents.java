package io.samvad.socketio;

import io.samvad.socketio.adapter.Adapter;
import io.samvad.socketio.adapter.RoomListener;
import io.vertx.core.Handler;
import java.util.ArrayList;
import java.util.List;

/** Who wants to hear what happens to the rooms of a namespace. The adapter is told of it only while somebody does. */
final class RoomEvents implements RoomListener {
    private final SocketIo io;
    private final Adapter adapter;
    private List<Handler<RoomEvent>> handlers = List.of();

    RoomEvents(SocketIo io, Adapter adapter) {
        this.io = io;
        this.adapter = adapter;
    }

    void add(Handler<RoomEvent> handler) {
        List<Handler<RoomEvent>> longer = new ArrayList<>(handlers);
        longer.add(handler);
        replace(longer);
    }

    void remove(Handler<RoomEvent> handler) {
        List<Handler<RoomEvent>> shorter = new ArrayList<>(handlers);
        shorter.remove(handler);
        replace(shorter);
    }

    private void replace(List<Handler<RoomEvent>> others) {
        handlers = others;
        adapter.roomListener(others.isEmpty() ? null : this);
    }

    @Override
    public void created(String room) {
        tell(new RoomEvent(RoomEvent.Type.CREATE, room, null));
    }

    @Override
    public void deleted(String room) {
        tell(new RoomEvent(RoomEvent.Type.DELETE, room, null));
    }

    @Override
    public void joined(String room, String id) {
        tell(new RoomEvent(RoomEvent.Type.JOIN, room, id));
    }

    @Override
    public void left(String room, String id) {
        tell(new RoomEvent(RoomEvent.Type.LEAVE, room, id));
    }

    private void tell(RoomEvent event) {
        handlers.forEach(handler -> io.guard(() -> handler.handle(event)));
    }
}
