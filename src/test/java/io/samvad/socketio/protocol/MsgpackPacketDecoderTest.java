package io.samvad.socketio.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.samvad.link.Frame;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What breaks the protocol. {@code T} stands for the field type and {@code N} for {@code nsp: "/"}, {@code D} for the key data. */
class MsgpackPacketDecoderTest {
    private static final int MEGABYTE = 1_000_000;

    private final PacketDecoder decoder = MsgpackPacketCodec.create().decoder();

    private static byte[] bytes(String frame) {
        return HexFormat.of()
                .parseHex(frame.replace(" ", "")
                        .replace("T", "a474797065")
                        .replace("N", "a36e7370a12f")
                        .replace("I", "a26964")
                        .replace("D", "a464617461"));
    }

    private void assertRefused(byte[] frame, String part) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> decoder.add(Frame.binary(frame)))
                .satisfies(e -> assertThat(e.getMessage()).contains(part).matches("[ -~]{10,400}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                          | breaks off at byte 0, expected is a packet",
                "c0                          | a packet at byte 0 is of type NIL, expected is MAP",
                "c1                          | 0xc1 at byte 0",
                "93 02 a12f 91a161           | a packet at byte 0 is of type ARRAY",
                "80                          | the field type is missing",
                "81 N                        | the field type is missing",
                "81 T 01                     | the field nsp is missing",
                "82 T 05 N                   | the field type is 5, expected is a packet type from 0 to 4",
                "82 T ff N                   | the field type is -1",
                "82 T a132 N                 | the field type is a string",
                "82 T c0 N                   | the field type is null",
                "82 T cb3ff8000000000000 N   | the field type is 1.5",
                "82 T cb7ff8000000000000 N   | the field type is null",
                "82 T cfffffffffffffffff N   | the field type is 18446744073709551615",
                "82 T 00 a36e7370 c0         | the field nsp is null",
                "82 T 00 a36e7370 a0         | the field nsp is a string, expected is a string that begins with a slash",
                "82 T 00 a36e7370 a161       | expected is a string that begins with a slash",
                "82 T 00 a36e7370 a42f612c62 | and has no comma",
                "82 T 00 a36e7370 a42f610a62 | a control character in the namespace",
                "82 T 00 a36e7370 c4012f     | the field nsp is binary",
                "83 T 00 N D c0              | the field data is null, expected is a map or nothing",
                "83 T 00 N D 90              | the field data is an array, expected is a map or nothing",
                "83 T 00 N I 01              | the field id is 1, expected is none",
                "83 T 01 N D 80              | the field data is a map, expected is none",
                "83 T 01 N I 01              | the field id is 1, expected is none",
                "82 T 02 N                   | the field data is missing, expected is an array with a string",
                "83 T 02 N D 80              | the field data is a map, expected is an array with a string",
                "83 T 02 N D 90              | the field data is an array, expected is an array with a string",
                "83 T 02 N D 91c0            | expected is an array with a string",
                "83 T 02 N D 9180            | expected is an array with a string",
                "83 T 02 N D 9190            | expected is an array with a string",
                "83 T 02 N D 91c3            | expected is an array with a string",
                "83 T 02 N D 91c40161        | expected is an array with a string",
                "83 T 02 N D 91d40000        | expected is an array with a string",
                "84 T 02 N I ff D 91a161     | the field id is -1, expected is an integer from 0",
                "84 T 02 N I c0 D 91a161     | the field id is null",
                "84 T 02 N I a131 D 91a161   | the field id is a string",
                "84 T 02 N I cf0020000000000000 D 91a161 | the field id is 9007199254740992",
                "83 T 03 N D 90              | the field id is missing",
                "83 T 03 N I 01              | the field data is missing, expected is an array",
                "84 T 03 N I 01 D 80         | the field data is a map, expected is an array",
                "82 T 04 N                   | the field data is missing",
                "83 T 04 N D 90              | the field data is an array",
                "82 T 01 N c0                | 1 bytes at byte 13, expected is the end",
                "82 T 01 N 82 T 01 N         | 13 bytes at byte 13, expected is the end",
                "82 01 T 01 N                | a key at byte 1 is of type INTEGER, expected is STRING",
                "83 T 02 N D 92a16181c001    | a key at byte 22 is of type NIL",
                "83 T 02 N D 92a161c1        | 0xc1 at byte 21",
                "83 T 02 N D 92a161d5000000  | an extension of type 0 and format FIXEXT2 at byte 21",
                "83 T 02 N D 92a161d6ff00000000 | an extension of type -1 and format FIXEXT4",
                "83 T 02 N D 92a161c7010100  | an extension of type 1 and format EXT8",
                "83 T 02 N D 92a161d7007fffffffffffffff | the date at byte 23 is 9223372036854775807 ms",
                "83 T 02 N D 92a161d7008000000000000000 | the date at byte 23 is -9223372036854775808 ms",
                "83 T 02 N D 92a161a1ff      | the string at byte 22 is not valid UTF-8",
                "83 T 02 N D 92a161a3eda080  | the string at byte 22 is not valid UTF-8",
                "83 T 02 N D 92a161a2c080    | the string at byte 22 is not valid UTF-8",
            })
    void whatBreaksTheProtocolIsRefusedWithThePlaceAndTheExpectation(String frame, String message) {
        assertRefused(bytes(frame), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener"})
    void reservedEventNamesAreRefused(String name) {
        String text = HexFormat.of().formatHex(name.getBytes(StandardCharsets.UTF_8));
        assertRefused(bytes("83 T 02 N D 91" + Integer.toHexString(0xa0 + name.length()) + text), "reserved");
    }

    @Test
    void aPacketThatBreaksOffAnywhereIsRefused() {
        byte[] whole =
                bytes("84 T 02 N I cd0100 D 98a161c40162d40000d7000000000000000000cb3ff8000000000000c70100ff81a161"
                        + "ca3fc0000092da000161c3");
        assertThat(decoder.add(Frame.binary(whole))).isInstanceOf(Packet.Event.class);
        for (int length = 0; length < whole.length; length++) {
            byte[] part = new byte[length];
            System.arraycopy(whole, 0, part, 0, length);
            assertRefused(part, "byte");
        }
    }

    @Test
    void textFramesAreRefused() {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> decoder.add(Frame.text("2[\"a\"]")))
                .withMessage("a text frame of 6 bytes, expected is a packet as a binary frame");
    }

    @Test
    void namespacesAreLimitedInBytes() {
        String longest = "/" + "n".repeat(253) + "é";
        PacketCodec codec = MsgpackPacketCodec.create();
        Packet connect = new Packet.Connect(longest, null);
        assertThat(decoder.add(codec.encode(connect).get(0))).isEqualTo(connect);
        assertRefused(
                codec.encode(new Packet.Connect(longest + "n", null)).get(0).payload(), "longer than 256 bytes");
    }

    /** CVE-2026-21452, and its kin: each declares up to 4 GB in some bytes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "c67fffffff 00",
                "c67fffffff",
                "c6ffffffff 00",
                "c97fffffff 00",
                "c9ffffffff 00 00",
                "c97fffffff 01 00",
                "db7fffffff 00",
                "dbffffffff 00",
                "dd7fffffff c0",
                "ddffffffff c0",
                "df7fffffff c0",
                "df3fffffff a0c0",
                "dfffffffff a0c0",
                "c5ffff 00",
                "dcffff c0",
                "deffff a0c0",
                "c8ffff 00 00"
            })
    void lengthsThatAreDeclaredButNotThereReserveNothing(String value) {
        for (String frame : new String[] {value, "81" + value, "81a161" + value, "83 T 02 N D 92a161" + value}) {
            assertThat(allocated(() -> assertRefused(bytes(frame), "byte"))).isLessThan(4 * MEGABYTE);
        }
    }

    @Test
    void lengthsThatAreDeclaredAtEachLevelReserveNothing() {
        // As many arrays as may be in one another, each of which could just be as long as it says.
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.writeBytes(bytes("83 T 02 N D 92a161"));
        for (int level = 0; level < 98; level++) {
            frame.writeBytes(bytes("dd000f0000"));
        }
        frame.writeBytes(new byte[MEGABYTE - frame.size()]);
        assertThat(allocated(() -> assertRefused(frame.toByteArray(), "byte"))).isLessThan(40 * MEGABYTE);
    }

    @Test
    void deepNestingIsRefusedNotAStackOverflow() {
        for (String level : new String[] {"91", "81a161", "dd00000001"}) {
            assertRefused(bytes("83 T 02 N D 92a161" + level.repeat(300_000)), "nested deeper");
            assertRefused(bytes("83 T 02 N a16f" + level.repeat(300_000)), "nested deeper");
            assertRefused(bytes("83 T 00 N D" + level.repeat(300_000)), "nested deeper");
        }
        assertThat(decoder.add(Frame.binary(bytes("83 T 02 N D 92a161" + "91".repeat(98) + "90"))))
                .isInstanceOf(Packet.Event.class);
        assertRefused(bytes("83 T 02 N D 92a161" + "91".repeat(99) + "90"), "than the allowed 100 levels");
    }

    private static long allocated(Runnable action) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(thread);
        action.run();
        return threads.getThreadAllocatedBytes(thread) - before;
    }
}
