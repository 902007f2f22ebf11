package io.samvad.socketio.protocol;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/** Writes the JSON behind the header of a packet, as UTF-8, with placeholders for what is binary. */
final class PayloadWriter implements AutoCloseable {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            // Else each character beyond U+FFFF takes twelve bytes, as two escapes.
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .recyclerPool(JsonRecyclerPools.threadLocalPool())
            .streamWriteConstraints(StreamWriteConstraints.builder()
                    .maxNestingDepth(JsonValues.MAX_DEPTH)
                    .build())
            .build();

    private final JsonGenerator generator;
    private final List<Buffer> attachments;

    /**
     * @param out where the header has gone before
     * @param attachments the binary values of the packet in the order of their frames
     */
    PayloadWriter(OutputStream out, List<Buffer> attachments) throws IOException {
        this.generator = FACTORY.createGenerator(out, JsonEncoding.UTF8);
        this.attachments = attachments;
    }

    /** Writes the array of an event ({@code name} comes first) or an acknowledgement (no name). */
    void arguments(String name, Args args) throws IOException {
        generator.writeStartArray();
        if (name != null) {
            generator.writeString(wellFormed(name));
        }
        for (int i = 0; i < args.size(); i++) {
            value(args.get(i));
        }
        generator.writeEndArray();
    }

    /** Writes any value. */
    void value(Object value) throws IOException {
        if (value instanceof String string) {
            generator.writeString(wellFormed(string));
        } else if (value instanceof Number number) {
            number(number);
        } else if (value instanceof Boolean bool) {
            generator.writeBoolean(bool);
        } else if (value == null) {
            generator.writeNull();
        } else if (value instanceof JsonObject object) {
            map(object.getMap());
        } else if (value instanceof Map<?, ?> map) {
            map(map);
        } else if (value instanceof JsonArray array) {
            list(array.getList());
        } else if (value instanceof List<?> list) {
            list(list);
        } else if (value instanceof Buffer buffer) {
            placeholder(buffer);
        } else {
            throw unknown(value);
        }
    }

    private void map(Map<?, ?> map) throws IOException {
        if (!attachments.isEmpty() && Boolean.TRUE.equals(map.get(Placeholder.MARK))) {
            // Receivers would take it for an attachment, and break off when there is none of its number: a client that
            // gets the application to pass this on could cut off all others.
            throw new IllegalArgumentException(
                    "an object in which " + Placeholder.MARK + " is true cannot be sent together with binary");
        }
        generator.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            generator.writeFieldName(wellFormed((String) entry.getKey()));
            value(entry.getValue());
        }
        generator.writeEndObject();
    }

    private void list(List<?> list) throws IOException {
        generator.writeStartArray();
        for (Object value : list) {
            value(value);
        }
        generator.writeEndArray();
    }

    private void number(Number number) throws IOException {
        if (number instanceof Integer) {
            generator.writeNumber(number.intValue());
        } else if (number instanceof Long) {
            generator.writeNumber(number.longValue());
        } else if (number instanceof Double && Double.isFinite(number.doubleValue())) {
            generator.writeNumber(number.doubleValue());
        } else if (number instanceof BigInteger integer) {
            generator.writeNumber(integer);
        } else if (number instanceof BigDecimal decimal) {
            generator.writeNumber(decimal);
        } else {
            throw unknown(number);
        }
    }

    private void placeholder(Buffer buffer) throws IOException {
        int number = indexOf(attachments, buffer);
        if (number < 0) {
            throw unknown(buffer);
        }
        generator.writeStartObject();
        generator.writeBooleanField(Placeholder.MARK, true);
        generator.writeNumberField(Placeholder.NUMBER, number);
        generator.writeEndObject();
    }

    /** Only an argument that was changed after {@link Args} had checked it comes here. */
    private static IllegalArgumentException unknown(Object value) {
        return new IllegalArgumentException("a " + value.getClass().getName()
                + " cannot be sent here: it was put into an argument afterwards, or this packet has no binary");
    }

    /** Which of the attachments this very object is, or -1. By identity, since a buffer may be in several places. */
    static int indexOf(List<Buffer> attachments, Buffer buffer) {
        for (int i = 0; i < attachments.size(); i++) {
            if (attachments.get(i) == buffer) {
                return i;
            }
        }
        return -1;
    }

    /** The string with U+FFFD for each half of a surrogate pair that stands alone: UTF-8 has no form for these. */
    static String wellFormed(String text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                int whole = text.codePointAt(i);
                if (whole <= Character.MAX_VALUE) {
                    return repaired(text);
                }
                i++;
            }
        }
        return text;
    }

    private static String repaired(String text) {
        int[] points = text.codePoints()
                .map(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? 0xFFFD : point)
                .toArray();
        return new String(points, 0, points.length);
    }

    @Override
    public void close() throws IOException {
        generator.close();
    }
}
