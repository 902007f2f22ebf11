package io.samvad.socketio.protocol;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePacker;
import org.msgpack.core.buffer.MessageBuffer;
import org.msgpack.core.buffer.MessageBufferOutput;

/** Writes the one map that is a packet; see {@link MsgpackPacketCodec} for its fields and values. */
final class MsgpackWriter {
    /**
     * Longer frames are refused. A buffer that is in several places of a packet is written in each, and a client that speaks
     * JSON may name one attachment a hundred thousand times in a packet that is passed on to others.
     */
    private static final int MAX_LENGTH = 64 << 20;

    private static final int MAX_UNSIGNED_BITS = 64;

    private final Output out = new Output();
    private final MessagePacker packer = MessagePack.DEFAULT_PACKER_CONFIG.newPacker(out);

    /**
     * Writes all but the data.
     *
     * @param type as in {@link PacketHeader}, not one of the binary ones
     * @param id {@link Packet.Event#NO_ACK} for none
     * @param hasData whether the data is written next
     */
    void begin(int type, String namespace, long id, boolean hasData) throws IOException {
        boolean hasId = id != Packet.Event.NO_ACK;
        packer.packMapHeader(2 + (hasId ? 1 : 0) + (hasData ? 1 : 0));
        string("type");
        packer.packInt(type);
        string("nsp");
        string(namespace);
        if (hasId) {
            string("id");
            packer.packLong(id);
        }
        if (hasData) {
            string("data");
        }
    }

    /** Writes the array of an event ({@code name} comes first) or an acknowledgement (no name). */
    void arguments(String name, Args args) throws IOException {
        packer.packArrayHeader(args.size() + (name == null ? 0 : 1));
        if (name != null) {
            string(name);
        }
        for (int i = 0; i < args.size(); i++) {
            value(args.get(i));
        }
    }

    /** Writes any value. */
    void value(Object value) throws IOException {
        value(value, 1);
    }

    /** What was written. */
    byte[] toBytes() throws IOException {
        packer.flush();
        return out.toBytes();
    }

    private void value(Object value, int depth) throws IOException {
        if (value instanceof String text) {
            string(text);
        } else if (value instanceof Number number) {
            number(number);
        } else if (value instanceof Boolean bool) {
            packer.packBoolean(bool);
        } else if (value == null) {
            packer.packNil();
        } else if (value instanceof Buffer buffer) {
            packer.packBinaryHeader(buffer.length());
            packer.writePayload(buffer.getBytes());
        } else if (value instanceof JsonObject object) {
            map(object.getMap(), depth);
        } else if (value instanceof Map<?, ?> map) {
            map(map, depth);
        } else if (value instanceof JsonArray array) {
            list(array.getList(), depth);
        } else if (value instanceof List<?> list) {
            list(list, depth);
        } else {
            throw unknown(value);
        }
    }

    private void map(Map<?, ?> map, int depth) throws IOException {
        checkDepth(depth);
        packer.packMapHeader(map.size());
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            string((String) entry.getKey());
            value(entry.getValue(), depth + 1);
        }
    }

    private void list(List<?> list, int depth) throws IOException {
        checkDepth(depth);
        packer.packArrayHeader(list.size());
        for (Object value : list) {
            value(value, depth + 1);
        }
    }

    private void string(String text) throws IOException {
        byte[] utf8 = PayloadWriter.wellFormed(text).getBytes(StandardCharsets.UTF_8);
        packer.packRawStringHeader(utf8.length);
        packer.writePayload(utf8);
    }

    private void number(Number number) throws IOException {
        if (number instanceof Integer || number instanceof Long) {
            packer.packLong(number.longValue());
        } else if (number instanceof Double && Double.isFinite(number.doubleValue())) {
            packer.packDouble(number.doubleValue());
        } else if (number instanceof BigInteger integer && fits(integer)) {
            packer.packBigInteger(integer);
        } else if (number instanceof BigInteger || number instanceof BigDecimal) {
            packer.packDouble(number.doubleValue());
        } else {
            throw unknown(number);
        }
    }

    private static boolean fits(BigInteger integer) {
        return integer.bitLength() < MAX_UNSIGNED_BITS
                || integer.bitLength() == MAX_UNSIGNED_BITS && integer.signum() > 0;
    }

    private static void checkDepth(int depth) {
        if (depth > JsonValues.MAX_DEPTH) {
            throw new IllegalArgumentException(
                    "nested deeper than " + JsonValues.MAX_DEPTH + " levels, or containing itself");
        }
    }

    /** Only an argument that was changed after {@link Args} had checked it comes here. */
    private static IllegalArgumentException unknown(Object value) {
        return new IllegalArgumentException(
                "a " + value.getClass().getName() + " cannot be sent here: it was put into an argument afterwards");
    }

    /** Bytes that grow. The library's own outputs take 8 kB for each packet, or pieces that are joined at the end. */
    private static final class Output implements MessageBufferOutput {
        private byte[] bytes = new byte[128];
        private int length;

        @Override
        public MessageBuffer next(int minimumSize) {
            // The packer wants to have a byte left over, else it asks again.
            reserve(minimumSize + 1);
            return MessageBuffer.wrap(bytes, length, bytes.length - length);
        }

        @Override
        public void writeBuffer(int count) {
            length += count;
        }

        @Override
        public void write(byte[] source, int from, int count) {
            reserve(count);
            System.arraycopy(source, from, bytes, length, count);
            length += count;
        }

        @Override
        public void add(byte[] source, int from, int count) {
            write(source, from, count);
        }

        private void reserve(int count) {
            if (count > MAX_LENGTH - length) {
                throw new IllegalArgumentException("a packet of more than " + MAX_LENGTH + " bytes cannot be sent");
            }
            if (count > bytes.length - length) {
                bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + count));
            }
        }

        byte[] toBytes() {
            return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
        }

        @Override
        public void flush() {
            // Nothing lies behind.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
