package io.samvad.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samvad.socketio.protocol.Args;
import io.samvad.socketio.protocol.ArgumentException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Arguments become records, or it is said why not. */
class RecordArgumentsTest {
    record Say(String room, String text) {}

    enum Color {
        RED,
        GREEN
    }

    record Everything(
            boolean bool,
            int small,
            Long large,
            double near,
            BigInteger huge,
            BigDecimal exact,
            Color color,
            JsonObject object,
            JsonArray array,
            Buffer bytes,
            Object any,
            Say nested,
            List<Say> list) {}

    record Positive(int number) {
        Positive {
            if (number <= 0) {
                throw new IllegalArgumentException("number must be positive");
            }
        }
    }

    record Unusual(Thread thread) {}

    private static final RecordArguments<Say> SAY = new RecordArguments<>(Say.class);
    private static final RecordArguments<Everything> EVERYTHING = new RecordArguments<>(Everything.class);

    @Test
    void componentsAreTakenInOrderOrByName() {
        assertThat(SAY.read(Args.of("a", "b"))).isEqualTo(new Say("a", "b"));
        assertThat(SAY.read(Args.of(new JsonObject().put("text", "b").put("room", "a"))))
                .isEqualTo(new Say("a", "b"));
        assertThat(SAY.read(Args.of("a"))).isEqualTo(new Say("a", null));
        assertThat(SAY.read(Args.of("a", null, "more"))).isEqualTo(new Say("a", null));
    }

    @Test
    void everyTypeOfArgumentHasAComponent() {
        JsonObject say = new JsonObject().put("room", "a").put("text", "b");
        Everything all = EVERYTHING.read(Args.of(
                true,
                1.0,
                1L << 40,
                1,
                BigInteger.TEN.pow(30),
                0.5,
                "GREEN",
                say,
                new JsonArray().add(1),
                Buffer.buffer("x"),
                "any",
                say,
                new JsonArray().add(say)));
        assertThat(all)
                .isEqualTo(new Everything(
                        true,
                        1,
                        1L << 40,
                        1.0,
                        BigInteger.TEN.pow(30),
                        new BigDecimal("0.5"),
                        Color.GREEN,
                        say,
                        new JsonArray().add(1),
                        Buffer.buffer("x"),
                        "any",
                        new Say("a", "b"),
                        List.of(new Say("a", "b"))));
    }

    @Test
    void whatDoesNotFitIsSaidWithItsPlace() {
        assertUnfit(SAY, "text is the number 7, a string was expected", "a", 7);
        assertUnfit(new RecordArguments<>(Positive.class), "number is missing, an integer of 32 bits was expected");
        assertUnfit(
                new RecordArguments<>(Positive.class),
                "number is the number 1.5, an integer of 32 bits was expected",
                1.5);
        assertUnfit(
                new RecordArguments<>(Positive.class),
                "number is the number 4294967296, an integer of 32 bits was expected",
                1L << 32);
        assertUnfit(new RecordArguments<>(Positive.class), "number must be positive", -1);
        JsonObject nested = new JsonObject()
                .put("bool", true)
                .put("small", 1)
                .put("near", 1)
                .put("list", new JsonArray().add(new JsonObject().put("room", false)));
        assertUnfit(EVERYTHING, "list[0].room is a boolean, a string was expected", nested);
        assertUnfit(EVERYTHING, "color is a string, one of [RED, GREEN] was expected", true, 1, 1, 1, 1, 1, "BLUE");
    }

    private static void assertUnfit(RecordArguments<?> type, String message, Object... arguments) {
        assertThatThrownBy(() -> type.read(Args.of(arguments)))
                .isInstanceOf(ArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void aRecordThatNoArgumentsCanFillIsRefusedAtOnce() {
        assertThatThrownBy(() -> new RecordArguments<>(Unusual.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Unusual.thread is of class java.lang.Thread, which no argument can be");
    }
}
