package io.samvad.socketio.adapter;

import io.samvad.link.Frame;
import io.samvad.socketio.protocol.Args;
import io.samvad.socketio.protocol.Packet;
import io.samvad.socketio.protocol.ProtocolException;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads values of a message of another node. Every length is compared with what is there before anything is made of it, so
 * that garbage costs no memory.
 */
final class WireReader {
    private final Buffer in;
    private final int end;
    private int at;

    /**
     * @param at first byte
     * @param end behind the last byte
     */
    WireReader(Buffer in, int at, int end) {
        this.in = in;
        this.at = at;
        this.end = end;
    }

    int kind() {
        return in.getByte(advance(1));
    }

    boolean flag() {
        return kind() != 0;
    }

    int number() {
        return in.getInt(advance(Integer.BYTES));
    }

    long longNumber() {
        return in.getLong(advance(Long.BYTES));
    }

    String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    byte[] bytes() {
        int length = number();
        int start = advance(length);
        return in.getBytes(start, start + length);
    }

    String optional() {
        return flag() ? text() : null;
    }

    Set<String> names() {
        int count = count();
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < count; i++) {
            names.add(text());
        }
        return names;
    }

    List<Frame> frames() {
        int count = count();
        List<Frame> frames = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean binary = flag();
            frames.add(binary ? Frame.binary(bytes()) : Frame.text(bytes()));
        }
        return frames;
    }

    Outgoing outgoing(boolean compress) {
        List<Frame> frames = frames();
        if (frames.isEmpty()) {
            throw new ProtocolException("a packet without frames");
        }
        Offset offset = flag() ? new Offset(text(), longNumber(), flag()) : null;
        return new Outgoing(List.copyOf(frames), offset, compress);
    }

    Target target() {
        Set<String> rooms = names();
        Set<String> except = names();
        int how = kind();
        boolean compress = (how & WireWriter.NOT_COMPRESSED) == 0;
        return new Target(rooms, except, (how & WireWriter.LOCAL) != 0, flag(), compress);
    }

    Args args() {
        List<Frame> frames = frames();
        if (frames.isEmpty()) {
            return null;
        }
        if (Outgoing.decode(frames) instanceof Packet.Ack ack) {
            return ack.args();
        }
        throw new ProtocolException("arguments in another packet than an acknowledgement");
    }

    SocketSnapshot snapshot() {
        String id = text();
        Set<String> rooms = names();
        Args objects = args();
        return new SocketSnapshot(id, objects.object(0), rooms, objects.object(1));
    }

    Recovered recovered() {
        String pid = text();
        String sid = text();
        Set<String> rooms = names();
        String offset = optional();
        Args data = args();
        List<Outgoing> missed = new ArrayList<>();
        for (int left = count(); left > 0; left--) {
            missed.add(outgoing(true));
        }
        Map<String, Long> seen = new HashMap<>();
        for (int left = count(); left > 0; left--) {
            seen.put(text(), longNumber());
        }
        return new Recovered(pid, sid, rooms, data.object(0), offset, missed, seen);
    }

    /** How many values follow, each of at least one byte. */
    int count() {
        int count = number();
        require(count);
        return count;
    }

    void end() {
        if (at != end) {
            throw new ProtocolException(end - at + " bytes too many");
        }
    }

    private int advance(int length) {
        require(length);
        int before = at;
        at += length;
        return before;
    }

    private void require(int length) {
        if (length < 0 || length > end - at) {
            throw new ProtocolException(length + " are announced at byte " + at + " of " + end);
        }
    }
}
