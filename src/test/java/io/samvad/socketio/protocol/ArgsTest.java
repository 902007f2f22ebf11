package io.samvad.socketio.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ArgsTest {
    private enum Color {
        RED {}
    }

    private static void assertFails(Runnable access, String message) {
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(access::run)
                .withMessage(message);
    }

    @Test
    void accessorsGiveTheValuesOfTheirTypes() {
        Args args = Args.of("a", true, 1, 1L << 40, 1.5, Map.of("k", 1), List.of(1), new byte[] {7}, null);
        assertThat(args.string(0)).isEqualTo("a");
        assertThat(args.bool(1)).isTrue();
        assertThat(args.integer(2)).isEqualTo(1);
        assertThat(args.longValue(3)).isEqualTo(1L << 40);
        assertThat(args.doubleValue(4)).isEqualTo(1.5);
        assertThat(args.number(2)).isEqualTo(1);
        assertThat(args.object(5)).isEqualTo(new JsonObject().put("k", 1));
        assertThat(args.array(6)).isEqualTo(new JsonArray().add(1));
        assertThat(args.buffer(7)).isEqualTo(Buffer.buffer(new byte[] {7}));
        assertThat(args.get(8)).isNull();
        assertThat(args.get(9)).isNull();
        assertThat(args.size()).isEqualTo(9);
        assertThat(args.toList()).hasSize(9).startsWith("a", true, 1);
        assertThat(args).containsExactlyElementsOf(args.toList());
    }

    @Test
    void aWrongTypeIsNamedTogetherWithTheExpectedOne() {
        Args args = Args.of("a", 1, true, Map.of(), List.of(), new byte[1], null);
        assertFails(() -> args.string(1), "argument 1 is a number, a string was expected");
        assertFails(() -> args.number(0), "argument 0 is a string, a number was expected");
        assertFails(() -> args.object(2), "argument 2 is a boolean, an object was expected");
        assertFails(() -> args.array(3), "argument 3 is an object, an array was expected");
        assertFails(() -> args.buffer(4), "argument 4 is an array, binary was expected");
        assertFails(() -> args.bool(5), "argument 5 is binary, a boolean was expected");
        assertFails(() -> args.string(6), "argument 6 is null, a string was expected");
        assertFails(() -> args.string(7), "argument 7 is missing, a string was expected");
        assertFails(() -> args.integer(0), "argument 0 is a string, an integer of 32 bits was expected");
    }

    @Test
    void aDefaultStandsInForMissingAndNullButNotForAWrongType() {
        Args args = Args.of(null, "a", 1);
        assertThat(args.string(0, "x")).isEqualTo("x");
        assertThat(args.string(1, "x")).isEqualTo("a");
        assertThat(args.string(3, null)).isNull();
        assertThat(args.bool(0, true)).isTrue();
        assertThat(args.integer(9, 4)).isEqualTo(4);
        assertThat(args.longValue(2, 4)).isEqualTo(1);
        assertThat(args.doubleValue(0, 0.5)).isEqualTo(0.5);
        assertFails(() -> args.string(2, "x"), "argument 2 is a number, a string was expected");
    }

    @Test
    void wholeNumbersAreTakenOnlyWhenTheyFitExactly() {
        Args args = Args.of(1e3, 1.5, 3_000_000_000L, new BigInteger("9223372036854775808"), new BigDecimal("1e400"));
        assertThat(args.integer(0)).isEqualTo(1000);
        assertFails(() -> args.integer(1), "argument 1 is 1.5, an integer of 32 bits was expected");
        assertFails(() -> args.integer(2), "argument 2 is 3000000000, an integer of 32 bits was expected");
        assertThat(args.longValue(2)).isEqualTo(3_000_000_000L);
        assertFails(() -> args.longValue(3), "argument 3 is 9223372036854775808, an integer of 64 bits was expected");
        assertFails(() -> args.longValue(4), "argument 4 is 1E+400, an integer of 64 bits was expected");
        assertFails(() -> args.doubleValue(4), "argument 4 is 1E+400, a double was expected");
        assertThat(args.doubleValue(3)).isEqualTo(9.223372036854775807E18);
    }

    @Test
    void numbersTakeTheNarrowestTypeThatKeepsTheirValue() {
        Args args = Args.of(
                (byte) 1,
                (short) 2,
                3L,
                1L << 40,
                BigInteger.TEN,
                new BigInteger("9223372036854775808"),
                0.1f,
                new BigDecimal("0.5"),
                new BigDecimal("7"),
                new BigDecimal("0.10000000000000000001"));
        assertThat(args.toList())
                .containsExactly(
                        1,
                        2,
                        3,
                        1L << 40,
                        10,
                        new BigInteger("9223372036854775808"),
                        0.1,
                        0.5,
                        7,
                        new BigDecimal("0.10000000000000000001"));
    }

    @Test
    void javaTypesAreConvertedAtAnyDepth() {
        Instant instant = Instant.parse("2026-01-02T03:04:05Z");
        Args args = Args.of(
                new StringBuilder("s"), Color.RED, instant, Map.of("deep", List.of(Color.RED, instant, new byte[] {1
                })));
        assertThat(args.hasBinary()).isTrue();
        assertThat(args.toList().subList(0, 3)).containsExactly("s", "RED", "2026-01-02T03:04:05Z");
        JsonArray deep = args.object(3).getJsonArray("deep");
        assertThat(deep.getString(0)).isEqualTo("RED");
        assertThat(deep.getString(1)).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(deep.getBuffer(2)).isEqualTo(Buffer.buffer(new byte[] {1}));
    }

    @Test
    void whatHasNoFormOnTheWireIsRefusedByArgumentAndClass() {
        for (Object value : new Object[] {new Date(), new AtomicInteger(), 'c', new int[1], Args.of()}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Args.of("a", List.of(value)))
                    .withMessageStartingWith("argument 1: a " + value.getClass().getName());
        }
        for (Object value : new Object[] {Double.NaN, Float.NEGATIVE_INFINITY}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Args.of(value))
                    .withMessage("argument 0: " + value + " cannot be sent: JSON has no such number");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Args.of(Map.of(1, 2)))
                .withMessageContaining("java.lang.Integer");
        assertThatIllegalArgumentException().isThrownBy(() -> Args.of(new BigDecimal("1e10001")));
        assertThatIllegalArgumentException().isThrownBy(() -> Args.of(BigInteger.TWO.pow(100_000)));
    }

    @Test
    void aStructureThatContainsItselfIsRefused() {
        List<Object> list = new ArrayList<>();
        list.add(list);
        assertThatIllegalArgumentException().isThrownBy(() -> Args.of(list)).withMessageContaining("containing itself");
    }

    @Test
    void laterChangesOfTheGivenObjectsAreNotSeen() {
        JsonObject object = new JsonObject().put("a", new JsonObject());
        Args args = Args.of(object);
        object.getJsonObject("a").put("b", 1);
        assertThat(args).isEqualTo(Args.of(Map.of("a", Map.of())));
    }

    @Test
    void equalityIsThatOfTheValues() {
        Args args = Args.of("a", 1, Map.of("b", List.of(new byte[] {1})));
        Args same = Args.of("a", 1L, new JsonObject().put("b", new JsonArray().add(Buffer.buffer(new byte[] {1}))));
        assertThat(args).isEqualTo(same).hasSameHashCodeAs(same);
        assertThat(args).isNotEqualTo(Args.of("a", 1.0, args.get(2))).isNotEqualTo(Args.of("a", 1));
        assertThat(Args.of(Map.of("n", 1))).isNotEqualTo(Args.of(Map.of("n", 1.0)));
        assertThat(Args.of()).isEqualTo(Args.of(new Object[0]));
        assertThat(Args.of().isEmpty()).isTrue();
        assertThat(Args.of((Object[]) null)).isEqualTo(Args.of((Object) null));
    }

    @Test
    void theTextShowsValuesAndOnlyTheLengthOfBinary() {
        Args args =
                Args.of("a", 1, 1e23, null, Map.of("b", Arrays.asList(true, null)), new byte[4], Map.of(), List.of());
        assertThat(args).hasToString("[\"a\", 1, 1.0E23, null, {\"b\": [true, null]}, <4 bytes>, {}, []]");
    }
}
