package io.samvad.socketio.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.samvad.link.Frame;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPacketDecoderTest {
    private static final String PLACEHOLDER = "{\"_placeholder\":true,\"num\":%s}";

    private final PacketDecoder decoder = JsonPacketCodec.create().decoder();

    private void assertRefused(Frame frame, String... parts) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> decoder.add(frame))
                .satisfies(e -> assertThat(e.getMessage()).contains(parts).hasSizeLessThan(400))
                .satisfies(e -> assertThat(e.getMessage()).matches("[ -~]*"));
    }

    private void assertRefused(String text, String... parts) {
        assertRefused(Frame.text(text), parts);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``             | the end at byte 0, expected is a packet type",
                "9              | '9' at byte 0, expected is a packet type",
                "999            | '9' at byte 0",
                "abc            | 'a' at byte 0",
                "` 2[\"a\"]`    | 0x20 at byte 0",
                "\ufeff2[\"a\"] | 0xef at byte 0",
                "2\ufeff[\"a\"] | 0xef at byte 1",
                "2              | the end at byte 1, expected is an array as the payload of EVENT",
                "2/admin,       | the end at byte 8, expected is an array",
                "2[]            | the event name at byte 2 is missing",
                "2{}            | '{' at byte 1, expected is an array",
                "2/admin,{}     | '{' at byte 8, expected is an array",
                "2abc[\"a\"]    | 'a' at byte 1, expected is an array",
                "2 [\"a\"]      | 0x20 at byte 1, expected is an array",
                "2/admin,\"inv  | '\"' at byte 8, expected is an array",
                "2[{\"toString\":\"foo\"}] | the event name at byte 2 is an object",
                "2[true,\"foo\"] | the event name at byte 2 is a boolean",
                "2[null,\"bar\"] | the event name at byte 2 is null",
                "2[[\"a\"]]     | the event name at byte 2 is an array",
                "3[\"a\"]       | '[' at byte 1, expected is the id",
                "3/admin,[]     | '[' at byte 8, expected is the id",
                "61-[]          | '[' at byte 3, expected is the id",
                "31             | the end at byte 2, expected is an array as the payload of ACK",
                "31{}           | '{' at byte 2, expected is an array",
                "0[]            | '[' at byte 1, expected is an object or nothing",
                "0/admin,\"invalid\" | '\"' at byte 8, expected is an object or nothing",
                "0{}{}          | '{' at byte 3, expected is the end",
                "01{}           | CONNECT has none",
                "1{}            | '{' at byte 1, expected is nothing",
                "1/admin,{}     | '{' at byte 8, expected is nothing",
                "4              | the end at byte 1, expected is an object or a string",
                "4[]            | '[' at byte 1, expected is an object or a string",
                "442[\"some\",\"data\" | CONNECT_ERROR has none",
                "5              | the end at byte 1, expected is a number of attachments",
                "51             | the end at byte 2, expected is a number of attachments",
                "5-[\"a\"]      | '-' at byte 1, expected is a number of attachments",
                "5woooot        | 'w' at byte 1, expected is a number of attachments",
                "5a-            | 'a' at byte 1",
                "51.23-         | '.' at byte 2",
                "5-1-[\"a\"]    | '-' at byte 1",
                "51-            | the end at byte 3, expected is an array as the payload of BINARY_EVENT",
                "511-[\"a\"]    | 11 attachments are announced, at most 10",
                "5999999999-    | 999999999 attachments are announced, at most 10",
                "2[\"a\"        | breaks off at byte 5",
                "2[\"a          | breaks off at byte 4",
                "2[\"a\",       | breaks off at byte 6",
                "2[\"a\",{\"b\" | breaks off",
                "2[\"a\",tru    | breaks off",
                "2[\"a\"]x      | 'x' at byte 6, expected is the end",
                "2[\"a\"]\"     | '\"' at byte 6, expected is the end",
                "2[\"a\"][]     | '[' at byte 6, expected is the end",
                "2[\"a\",1}     | invalid JSON at byte 7",
                "2[\"a\",]      | invalid JSON",
                "2[\"a\",01]    | invalid JSON",
                "2[\"a\",NaN]   | invalid JSON",
                "2[\"a\",'b']   | invalid JSON",
                "2[\"a\",/*b*/1] | invalid JSON",
                "2[\"a\",{b:1}] | invalid JSON",
                "2[\"a\",\"\u0001\"] | invalid JSON at byte 7",
                "2[\"a\",\"\\x\"] | invalid JSON",
            })
    void whatBreaksTheProtocolIsRefusedWithThePlaceAndTheExpectation(String text, String message) {
        assertRefused(text, message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener"})
    void reservedEventNamesAreRefused(String name) {
        assertRefused("2[\"" + name + "\",\"123\"]", "reserved");
    }

    @Test
    void inheritedNamesOfJavaScriptArePlainNamesAndKeys() {
        JsonObject keys = new JsonObject().put("__proto__", 1).put("constructor", 2);
        assertThat(decoder.add(Frame.text("2[\"toString\",{\"__proto__\":1,\"constructor\":2}]")))
                .isEqualTo(new Packet.Event("/", "toString", Args.of(keys)));
    }

    @Test
    void ofARepeatedKeyTheLastValueCounts() {
        Packet.Event event = (Packet.Event) decoder.add(Frame.text("2[\"a\",{\"x\":1,\"x\":2}]"));
        assertThat(event.args()).isEqualTo(Args.of(new JsonObject().put("x", 2)));
    }

    @ParameterizedTest
    @CsvSource({"1,1", "-5,-5", "1.50,1.50", "12345678901234567890,12345678901234567890"})
    void anEventNameThatIsANumberBecomesItsText(String number, String name) {
        assertThat(decoder.add(Frame.text("2[" + number + ",true]")))
                .isEqualTo(new Packet.Event("/", name, Args.of(true)));
    }

    @Test
    void whiteSpaceWithinAndBehindThePayloadIsAllowed() {
        assertThat(decoder.add(Frame.text("2[ \"a\" ,\t1 ]\r\n "))).isEqualTo(new Packet.Event("/", "a", Args.of(1)));
    }

    @Test
    void theNamespaceKeepsItsQueryAndNeedsNoCommaWhenItIsTheLast() {
        assertThat(decoder.add(Frame.text("0/admin?token=1&x=%2C,")))
                .isEqualTo(new Packet.Connect("/admin?token=1&x=%2C", null));
        assertThat(decoder.add(Frame.text("0/random"))).isEqualTo(new Packet.Connect("/random", null));
        assertThat(decoder.add(Frame.text("1/admin"))).isEqualTo(new Packet.Disconnect("/admin"));
        assertThat(decoder.add(Frame.text("2/,[\"a\"]"))).isEqualTo(new Packet.Event("/", "a", Args.of()));
    }

    @Test
    void namespacesAreLimitedAndHaveNoControlCharacters() {
        String longest = "/" + "n".repeat(255);
        assertThat(decoder.add(Frame.text("0" + longest + ","))).isEqualTo(new Packet.Connect(longest, null));
        assertRefused("0" + longest + "n,", "the namespace at byte 1 is longer than 256 bytes");
        assertRefused("0/" + "n".repeat(1_000_000), "longer than 256 bytes");
        assertRefused("0/a\nb,", "0xa at byte 3");
    }

    @Test
    void millionsOfDigitsAreRefusedAtOnce() {
        String digits = "1".repeat(2_000_000);
        assertRefused("2" + digits + "[\"a\"]", "an id at byte 1 has more than 16 digits");
        assertRefused("5" + digits + "-[\"a\"]", "an attachment count at byte 1 has more than 9 digits");
        assertRefused("2[\"a\"," + digits + "]", "invalid JSON");
        assertRefused("2[\"a\",1." + digits + "]", "invalid JSON");
        assertRefused("2[" + digits + "]", "invalid JSON");
        assertRefused("2[\"a\",1e" + digits + "]", "invalid JSON");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e10001", "1e999999999", "1e99999999999", "-1e-10001", "1e-99999999999"})
    void decimalsWithWhichArithmeticWouldTakeForeverAreRefused(String number) {
        assertRefused("2[\"a\"," + number + "]", "the number at byte 6 is too long");
    }

    @Test
    void idsReachUpToTheLastThatJavaScriptCountsExactly() {
        assertThat(decoder.add(Frame.text("39007199254740991[]")))
                .isEqualTo(new Packet.Ack("/", 9007199254740991L, Args.of()));
        assertRefused("39007199254740992[]", "the largest is 9007199254740991");
    }

    @Test
    void deepNestingIsRefusedNotAStackOverflow() {
        assertRefused("2[\"a\"," + "[".repeat(500_000), "nested deeper");
        assertRefused("2[\"a\"," + "{\"a\":".repeat(200_000), "nested deeper");
        assertRefused("0" + "{\"a\":".repeat(200_000), "nested deeper");
        assertRefused("2" + "[".repeat(500_000), "the event name");
        String allowed = "2[\"a\"," + "[".repeat(99) + "]".repeat(99) + "]";
        assertThat(decoder.add(Frame.text(allowed))).isInstanceOf(Packet.Event.class);
        assertRefused("2[\"a\"," + "[".repeat(100) + "]".repeat(100) + "]", "than the allowed 100 levels");
    }

    @Test
    void otherEncodingsOfJsonThanUtf8AreRefused() {
        byte[] utf16 = "2[\"a\"]".getBytes(StandardCharsets.UTF_16LE);
        byte[] digitThenUtf16 = new byte[utf16.length - 1];
        digitThenUtf16[0] = '2';
        System.arraycopy(utf16, 2, digitThenUtf16, 1, utf16.length - 2);
        assertRefused(Frame.text(digitThenUtf16), "invalid JSON");
        assertRefused(Frame.text(new byte[] {'2', '[', '"', (byte) 0xC3, '"', ']'}), "invalid JSON");
    }

    @Test
    void attachmentsFindTheirPlacesInWhicheverOrderTheyAreNamed() {
        String text = "52-7[\"a\"," + PLACEHOLDER.formatted(1) + ",{\"deep\":[" + PLACEHOLDER.formatted(0) + "]}]";
        assertThat(decoder.add(Frame.text(text))).isNull();
        assertThat(decoder.add(Frame.binary(new byte[] {1}))).isNull();
        Packet.Event event = (Packet.Event) decoder.add(Frame.binary(new byte[] {2}));
        assertThat(event.id()).isEqualTo(7);
        assertThat(event.args().hasBinary()).isTrue();
        assertThat(event.args().buffer(0)).isEqualTo(Buffer.buffer(new byte[] {2}));
        assertThat(event.args().object(1).getJsonArray("deep").getBuffer(0)).isEqualTo(Buffer.buffer(new byte[] {1}));
    }

    @Test
    void anAttachmentMayBeNamedTwice() {
        String text = "51-[\"a\"," + PLACEHOLDER.formatted(0) + "," + PLACEHOLDER.formatted(0) + "]";
        decoder.add(Frame.text(text));
        Buffer one = Buffer.buffer(new byte[] {1});
        assertThat(decoder.add(Frame.binary(new byte[] {1}))).isEqualTo(new Packet.Event("/", "a", Args.of(one, one)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"splice\"", "1", "-1", "1000000000", "99999999999", "0.5", "null", "true", "[0]", "{}"})
    void aPlaceholderMustNameAnAnnouncedAttachment(String num) {
        assertRefused("51-[\"hello\"," + PLACEHOLDER.formatted(num) + "]", "names no attachment: 1 are announced");
    }

    @Test
    void aPlaceholderWithoutNumberOrAsEventNameIsRefused() {
        assertRefused("51-[\"hello\",{\"_placeholder\":true}]", "names no attachment");
        assertRefused("50-[\"hello\"," + PLACEHOLDER.formatted(0) + "]", "names no attachment: 0 are announced");
        assertRefused("51-[" + PLACEHOLDER.formatted(0) + "]", "the event name");
    }

    @Test
    void anAttachmentWithoutPlaceholderIsRefusedBeforeItArrives() {
        assertRefused(
                "52-[\"hello\"," + PLACEHOLDER.formatted(0) + "]", "attachment 1 of 2 is named by no placeholder");
    }

    @Test
    void aBinaryPacketWithoutAttachmentsIsCompleteAtOnce() {
        assertThat(decoder.add(Frame.text("50-[\"a\"]"))).isEqualTo(new Packet.Event("/", "a", Args.of()));
        assertThat(decoder.add(Frame.text("2[\"b\"]"))).isEqualTo(new Packet.Event("/", "b", Args.of()));
    }

    @Test
    void placeholdersInATextPacketArePlainData() {
        Packet.Event event = (Packet.Event) decoder.add(Frame.text("2[\"a\"," + PLACEHOLDER.formatted(7) + "]"));
        assertThat(event.args().object(0).getInteger("num")).isEqualTo(7);
    }

    @Test
    void aBinaryFrameWithoutHeaderIsRefused() {
        assertRefused(Frame.binary(new byte[3]), "a binary frame of 3 bytes, expected is a text frame");
    }

    @Test
    void textWhileAttachmentsAreDueIsRefusedAndForgetsThePacket() {
        decoder.add(Frame.text("51-[\"hello\"," + PLACEHOLDER.formatted(0) + "]"));
        assertRefused("2[\"hello\"]", "a text frame, expected is attachment 0 of 1");
        assertRefused(Frame.binary(new byte[1]), "expected is a text frame");
    }

    @Test
    void limitsAreCheckedAndKept() {
        assertThatIllegalArgumentException().isThrownBy(() -> new DecoderLimits(-1, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new DecoderLimits(1, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new DecoderLimits(1, 251, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new DecoderLimits(1, 1, 0));
        PacketDecoder strict = new JsonPacketCodec(new DecoderLimits(0, 1, 1)).decoder();
        assertThat(strict.add(Frame.text("2[\"a\",1]"))).isInstanceOf(Packet.Event.class);
        for (String beyond : new String[] {"51-[\"a\"]", "2[\"a\",[]]", "0/a,"}) {
            assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> strict.add(Frame.text(beyond)));
        }
    }

    @Test
    void keysNeverSeenBeforeCostNoMoreThanOthersAndAreNotKept() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        int messages = 10_000;
        decoder.add(Frame.text("2[\"a\",{\"b\":1}]"));
        long before = threads.getThreadAllocatedBytes(thread);
        for (int i = 0; i < messages; i++) {
            decoder.add(Frame.text("2[\"a\",{\"user-" + i + "\":1}]"));
        }
        assertThat((threads.getThreadAllocatedBytes(thread) - before) / messages)
                .isLessThan(10_000);
    }
}
