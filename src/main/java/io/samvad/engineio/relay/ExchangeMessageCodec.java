package io.samvad.engineio.relay;

import io.samvad.engineio.relay.ExchangeMessage.Kind;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link ExchangeMessage} as bytes, big endian:
 *
 * <pre>
 * length (4)  version (1)  kind (1)  exchange (8)  sequence (8)  number (8)  origin  text  bytes
 * </pre>
 *
 * The last three have their length in bytes in front (4). What cannot be read is ignored, the first time with a warning.
 */
final class ExchangeMessageCodec implements MessageCodec<ExchangeMessage, ExchangeMessage> {
    static final String NAME = "samvad-exchange";
    static final byte VERSION = 1;

    private static final Logger LOG = LoggerFactory.getLogger(ExchangeMessageCodec.class);
    private static final Kind[] KINDS = Kind.values();

    private volatile boolean warned;

    @Override
    public void encodeToWire(Buffer buffer, ExchangeMessage message) {
        int start = buffer.length();
        buffer.appendInt(0)
                .appendByte(VERSION)
                .appendByte((byte) message.kind().ordinal())
                .appendLong(message.exchange())
                .appendLong(message.sequence())
                .appendLong(message.number());
        append(buffer, message.origin().getBytes(StandardCharsets.UTF_8));
        append(buffer, message.text().getBytes(StandardCharsets.UTF_8));
        append(buffer, message.bytes());
        buffer.setInt(start, buffer.length() - start - Integer.BYTES);
    }

    private static void append(Buffer buffer, byte[] bytes) {
        buffer.appendInt(bytes.length).appendBytes(bytes);
    }

    /** @return null for what cannot be read */
    @Override
    public ExchangeMessage decodeFromWire(int position, Buffer buffer) {
        try {
            int end = position + Integer.BYTES + buffer.getInt(position);
            byte version = buffer.getByte(position + Integer.BYTES);
            if (version != VERSION) {
                warn("Another node speaks version " + version + " of the messages between nodes, this one speaks "
                        + VERSION + ": sessions are not shared with it. Let all nodes run the same version of Samvad");
                return null;
            }
            return new Reader(buffer, position + Integer.BYTES + 1, end).message();
        } catch (IndexOutOfBoundsException | IllegalArgumentException malformed) {
            warn("A message of another node cannot be read and is ignored, as all further ones: "
                    + malformed.getMessage());
            return null;
        }
    }

    private void warn(String text) {
        if (!warned) {
            warned = true;
            LOG.warn(text);
        }
    }

    @Override
    public ExchangeMessage transform(ExchangeMessage message) {
        return message;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public byte systemCodecID() {
        return -1;
    }

    /** Compares each length with what is there before anything is made of it. */
    private static final class Reader {
        private final Buffer in;
        private final int end;
        private int at;

        private Reader(Buffer in, int at, int end) {
            if (end < at || end > in.length()) {
                throw new IllegalArgumentException("it ends at byte " + end + " of " + in.length());
            }
            this.in = in;
            this.at = at;
            this.end = end;
        }

        private ExchangeMessage message() {
            int code = in.getByte(advance(1));
            if (code < 0 || code >= KINDS.length) {
                throw new IllegalArgumentException("there is no kind " + code);
            }
            long exchange = in.getLong(advance(Long.BYTES));
            long sequence = in.getLong(advance(Long.BYTES));
            long number = in.getLong(advance(Long.BYTES));
            String origin = text();
            ExchangeMessage message =
                    new ExchangeMessage(origin, exchange, sequence, KINDS[code], number, text(), bytes());
            if (at != end) {
                throw new IllegalArgumentException(end - at + " bytes too many");
            }
            return message;
        }

        private String text() {
            return new String(bytes(), StandardCharsets.UTF_8);
        }

        private byte[] bytes() {
            int length = in.getInt(advance(Integer.BYTES));
            int start = advance(length);
            return in.getBytes(start, start + length);
        }

        private int advance(int length) {
            if (length < 0 || length > end - at) {
                throw new IllegalArgumentException(length + " bytes are announced at byte " + at + " of " + end);
            }
            int before = at;
            at += length;
            return before;
        }
    }
}
