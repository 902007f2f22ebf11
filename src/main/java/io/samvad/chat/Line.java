package io.samvad.chat;

import io.samvad.socketio.Ack;
import io.samvad.socketio.AnyEventListener;
import io.samvad.socketio.DisconnectReason;
import io.samvad.socketio.protocol.Args;
import io.vertx.core.Handler;

/** Hears all that comes from one visitor's socket: what it asks for, and its end. */
record Line(Visitor visitor, Requests requests, Visitors visitors)
        implements AnyEventListener, Handler<DisconnectReason> {
    @Override
    public void handle(String event, Args args, Ack ack) {
        requests.receive(visitor, event, args, ack);
    }

    @Override
    public void handle(DisconnectReason reason) {
        visitors.gone(visitor);
    }
}
