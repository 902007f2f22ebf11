package io.samvad.socketio.adapter;

import io.samvad.socketio.protocol.Args;
import io.samvad.socketio.protocol.Packet;
import java.util.ArrayList;
import java.util.List;

/**
 * Names the packets of one loop, so that clients can say which they have; see {@link Offset}. One count for all namespaces: a
 * namespace that goes and comes again, or that is only passed through, must not give a name twice.
 */
final class Offsets {
    private final String loop;
    private long sharedCount;
    private long localCount;

    Offsets(String loop) {
        this.loop = loop;
    }

    /** The event as it is sent: with its offset behind the arguments, unless it is volatile or wants an acknowledgement. */
    Outgoing outgoing(Packet.Event event, Target target) {
        if (event.wantsAck()) {
            return new Outgoing(event);
        }
        if (target.isVolatile()) {
            return new Outgoing(shielded(event));
        }
        Offset offset = target.local() ? new Offset(loop, ++localCount, false) : new Offset(loop, ++sharedCount, true);
        return new Outgoing(with(event, offset.text()), offset);
    }

    /** A client takes any string in the last place for an offset. */
    private static Packet.Event shielded(Packet.Event event) {
        int size = event.args().size();
        boolean misleading = size > 0 && event.args().get(size - 1) instanceof String;
        return misleading ? with(event, null) : event;
    }

    private static Packet.Event with(Packet.Event event, Object last) {
        List<Object> arguments = new ArrayList<>(event.args().toList());
        arguments.add(last);
        return new Packet.Event(event.namespace(), event.name(), Args.of(arguments.toArray()));
    }
}
