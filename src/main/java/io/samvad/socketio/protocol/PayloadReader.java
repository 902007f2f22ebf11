package io.samvad.socketio.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the JSON behind the header of one text frame.
 *
 * <p>Jackson's parser for fed bytes is used, with the whole frame fed at once: it is the only one of Jackson's byte parsers
 * that can do without the table of field names that all parsers of a factory share. With that table each name never seen
 * before costs a copy of it (measured: 38 µs and 264 kB of garbage for one small message, against 0.5 µs and 1 kB), and the
 * names a peer made up would stay in memory.
 */
final class PayloadReader implements AutoCloseable {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .recyclerPool(JsonRecyclerPools.threadLocalPool())
            .streamReadConstraints(StreamReadConstraints.builder()
                    // The limit per decoder is checked here in this class and never larger.
                    .maxNestingDepth(JsonValues.MAX_DEPTH)
                    // A number is limited by its digits below; its text has a sign, a point and an exponent too.
                    .maxNumberLength(JsonValues.MAX_DIGITS + 20)
                    // The link limits a frame, so these are limited too.
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();
    /** Up to so many characters, a decimal has at most 15 digits, and that many a double always holds. */
    private static final int EXACT_LENGTH = 16;

    private static final int MAX_MESSAGE = 160;

    private final byte[] frame;
    /** Where the payload begins in the frame; the parser counts from there. */
    private final int start;

    private final JsonParser parser;
    private final int maxDepth;
    /** The attachments that a placeholder has named so far; null when the packet is not binary. */
    private final boolean[] named;

    /**
     * @param frame the whole frame; is not changed
     * @param header its header
     * @param maxDepth how deep arrays and objects may be nested
     */
    PayloadReader(byte[] frame, PacketHeader header, int maxDepth) {
        this.frame = frame;
        this.start = header.end();
        this.maxDepth = maxDepth;
        this.named = header.type() >= PacketHeader.BINARY_EVENT ? new boolean[header.attachments()] : null;
        try {
            parser = FACTORY.createNonBlockingByteArrayParser();
            ByteArrayFeeder feeder = (ByteArrayFeeder) parser.getNonBlockingInputFeeder();
            feeder.feedInput(frame, start, frame.length);
            feeder.endOfInput();
        } catch (IOException e) {
            throw impossible(e);
        }
    }

    /** Reads a payload that is an object or a string; the caller has looked at its first byte. */
    Object value() {
        try {
            Object value = dressed(read(next(), 1));
            end();
            return value;
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    /**
     * Reads the beginning of a payload that is an array.
     *
     * @param named whether the first element is the name of an event
     * @return the name if there is one
     */
    String begin(boolean named) {
        try {
            next();
            return named ? name() : null;
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    /** Reads the other elements of the array, to its end. */
    Object[] arguments() {
        try {
            Object[] arguments = elements();
            end();
            return arguments;
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    private String name() throws IOException {
        JsonToken token = next();
        if (token == JsonToken.VALUE_STRING) {
            String name = parser.getText();
            if (Packet.Event.RESERVED_NAMES.contains(name)) {
                throw new ProtocolException("the event name \"" + name + "\" is reserved");
            }
            return name;
        }
        if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
            return parser.getText();
        }
        throw new ProtocolException("the event name" + position() + " is " + describe(token)
                + ", a string or a number is expected as the first element");
    }

    private Object[] elements() throws IOException {
        JsonToken token = next();
        if (token == JsonToken.END_ARRAY) {
            return new Object[0];
        }
        Object first = dressed(read(token, 2));
        token = next();
        if (token == JsonToken.END_ARRAY) {
            return new Object[] {first};
        }
        List<Object> all = new ArrayList<>();
        all.add(first);
        for (; token != JsonToken.END_ARRAY; token = next()) {
            all.add(dressed(read(token, 2)));
        }
        return all.toArray();
    }

    /** Makes sure that nothing but white space follows, and that each attachment has its place. */
    private void end() {
        for (int at = at(parser.currentLocation()); at < frame.length; at++) {
            if (frame[at] != ' ' && frame[at] != '\n' && frame[at] != '\r' && frame[at] != '\t') {
                throw PacketHeader.unexpected(frame, at, "the end, since the payload is complete");
            }
        }
        for (int i = 0; named != null && i < named.length; i++) {
            if (!named[i]) {
                throw new ProtocolException("attachment " + i + " of " + named.length + " is named by no placeholder");
            }
        }
    }

    private JsonToken next() throws IOException {
        JsonToken token = parser.nextToken();
        if (token == null || token == JsonToken.NOT_AVAILABLE) {
            throw brokenOff();
        }
        return token;
    }

    private Object read(JsonToken token, int depth) throws IOException {
        switch (token) {
            case START_OBJECT:
                return object(depth);
            case START_ARRAY:
                return array(depth);
            case VALUE_STRING:
                return parser.getText();
            case VALUE_NUMBER_INT:
                return integer();
            case VALUE_NUMBER_FLOAT:
                return decimal();
            case VALUE_TRUE:
                return Boolean.TRUE;
            case VALUE_FALSE:
                return Boolean.FALSE;
            case VALUE_NULL:
                return null;
            default:
                throw new ProtocolException(describe(token) + position() + ", a value is expected");
        }
    }

    private Object object(int depth) throws IOException {
        checkDepth(depth);
        Map<String, Object> map = new LinkedHashMap<>(4);
        while (next() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            map.put(key, read(next(), depth + 1));
        }
        boolean placeholder = named != null && Boolean.TRUE.equals(map.get(Placeholder.MARK));
        return placeholder ? placeholder(map.get(Placeholder.NUMBER)) : map;
    }

    private List<Object> array(int depth) throws IOException {
        checkDepth(depth);
        List<Object> list = new ArrayList<>(4);
        for (JsonToken token = next(); token != JsonToken.END_ARRAY; token = next()) {
            list.add(read(token, depth + 1));
        }
        return list;
    }

    private Placeholder placeholder(Object number) {
        if (number instanceof Integer num && num >= 0 && num < named.length) {
            named[num] = true;
            return new Placeholder(num);
        }
        throw new ProtocolException("the placeholder that ends" + position() + " names no attachment: " + named.length
                + " are announced, its num must be an integer from 0 and less than that");
    }

    private Number integer() throws IOException {
        Number value = parser.getNumberValue();
        if (value instanceof BigInteger big && !JsonValues.isBounded(big, 0)) {
            throw tooLong();
        }
        return value;
    }

    private Number decimal() throws IOException {
        double nearest = parser.getDoubleValue();
        double magnitude = Math.abs(nearest);
        if (parser.getTextLength() <= EXACT_LENGTH && magnitude > 1e-290 && magnitude < 1e290) {
            return nearest;
        }
        BigDecimal exact;
        try {
            exact = new BigDecimal(parser.getText());
        } catch (NumberFormatException e) {
            throw tooLong();
        }
        if (exact.signum() == 0) {
            return nearest;
        }
        if (!JsonValues.isBounded(exact.unscaledValue(), exact.scale())) {
            throw tooLong();
        }
        return JsonValues.decimal(exact);
    }

    private ProtocolException tooLong() {
        return new ProtocolException("the number" + position() + " is too long, expected are at most "
                + JsonValues.MAX_DIGITS + " digits and an exponent of at most " + JsonValues.MAX_SCALE);
    }

    private void checkDepth(int depth) {
        if (depth > maxDepth) {
            throw new ProtocolException(
                    "the payload is nested deeper" + position() + " than the allowed " + maxDepth + " levels");
        }
    }

    /** Where the token stands that was read last. */
    private String position() {
        // This parser notes the place when it has taken the first byte of the token.
        return " at byte " + (at(parser.currentTokenLocation()) - 1);
    }

    private int at(JsonLocation location) {
        return start + (int) location.getByteOffset();
    }

    /** A map or a list in the clothes of Vert.x, as a whole argument is. */
    static Object dressed(Object value) {
        if (value instanceof Map<?, ?>) {
            return new JsonObject(JsonValues.asMap(value));
        }
        return value instanceof List<?> list ? new JsonArray(list) : value;
    }

    private static String describe(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case VALUE_NULL -> "null";
            case END_ARRAY -> "missing";
            default -> token.name();
        };
    }

    private ProtocolException brokenOff() {
        return new ProtocolException(
                "the payload breaks off at byte " + frame.length + ", expected is more of the JSON");
    }

    private ProtocolException malformed(IOException cause) {
        if (cause instanceof JsonEOFException) {
            return brokenOff();
        }
        String where = "";
        String problem = cause.getMessage();
        if (cause instanceof JsonProcessingException json) {
            where = json.getLocation() == null ? "" : " at byte " + at(json.getLocation());
            problem = json.getOriginalMessage();
        }
        // What Jackson adds in parentheses is about locations of its own.
        int end = problem.indexOf(" (for ");
        int length = Math.min(end < 0 ? problem.length() : end, MAX_MESSAGE);
        StringBuilder text = new StringBuilder("invalid JSON" + where + ": ");
        problem.chars().limit(length).forEach(c -> text.append(c < ' ' || c >= 0x7F ? '?' : (char) c));
        return new ProtocolException(text.toString());
    }

    private static UncheckedIOException impossible(IOException cause) {
        return new UncheckedIOException("reading from memory failed", cause);
    }

    @Override
    public void close() {
        try {
            parser.close();
        } catch (IOException e) {
            throw impossible(e);
        }
    }
}
