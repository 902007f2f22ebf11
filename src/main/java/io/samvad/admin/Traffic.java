package io.samvad.admin;

import io.samvad.link.Frame;
import io.samvad.socketio.Conn;
import io.samvad.socketio.ConnectionObserver;
import io.samvad.socketio.DisconnectReason;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import java.util.EnumMap;
import java.util.Map;

/**
 * Counts what passes through the connections of this instance. The counts only grow: whoever looks from time to time shows
 * the difference, and any number may look.
 */
final class Traffic implements ConnectionObserver {
    private final Handler<Conn> upgrades;
    private final Map<DisconnectReason, Long> closed = new EnumMap<>(DisconnectReason.class);
    private long opened;
    private long packetsIn;
    private long bytesIn;
    private long packetsOut;
    private long bytesOut;

    /** @param upgrades told of each connection that goes over to WebSocket */
    Traffic(Handler<Conn> upgrades) {
        this.upgrades = upgrades;
    }

    @Override
    public void opened(Conn conn) {
        opened++;
    }

    @Override
    public void upgraded(Conn conn) {
        upgrades.handle(conn);
    }

    @Override
    public void closed(Conn conn, DisconnectReason reason, String description) {
        closed.merge(reason, 1L, Long::sum);
    }

    @Override
    public void received(Conn conn, String type, Frame data) {
        packetsIn++;
        bytesIn += data.length();
    }

    @Override
    public void sent(Conn conn, String type, Frame data) {
        packetsOut++;
        bytesOut += data.length();
    }

    /** The counts by the names that the pages know; disconnections by reason. */
    JsonObject toJson() {
        JsonObject reasons = new JsonObject();
        closed.forEach((reason, count) -> reasons.put(reason.text(), count));
        return new JsonObject()
                .put("rawConnection", opened)
                .put("packetsIn", packetsIn)
                .put("bytesIn", bytesIn)
                .put("packetsOut", packetsOut)
                .put("bytesOut", bytesOut)
                .put("rawDisconnection", reasons);
    }
}
