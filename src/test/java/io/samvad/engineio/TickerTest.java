package io.samvad.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import io.samvad.testkit.Instances;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Deadlines by a clock of our own. Vert.x's timer is never let run: the test is not on an event loop and calls for itself. */
class TickerTest {
    private static Vertx vertx;

    private long now = 1_000_003;
    private final Ticker ticker = new Ticker(vertx, () -> now);
    private final List<String> expired = new ArrayList<>();

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() {
        Instances.await(vertx.close());
    }

    private Ticker.Deadline deadline(String name) {
        return new Ticker.Deadline() {
            @Override
            void expired() {
                expired.add(name);
            }
        };
    }

    private void pass(long milliseconds) {
        now += milliseconds;
        ticker.advance();
    }

    @Test
    void aDeadlineExpiresOnceAndNeverEarly() {
        ticker.schedule(deadline("one"), 100);
        pass(99);
        assertThat(expired).isEmpty();
        pass(1);
        assertThat(expired).containsExactly("one");
        pass(1_000_000);
        assertThat(expired).containsExactly("one");
        assertThat(ticker.count()).isZero();
    }

    @Test
    void aCancelledDeadlineDoesNotExpire() {
        Ticker.Deadline first = deadline("first");
        Ticker.Deadline second = deadline("second");
        Ticker.Deadline third = deadline("third");
        for (Ticker.Deadline each : List.of(first, second, third)) {
            ticker.schedule(each, 50);
        }
        ticker.cancel(second);
        ticker.cancel(second);
        assertThat(second.isScheduled()).isFalse();
        assertThat(ticker.count()).isEqualTo(2);
        pass(60);
        assertThat(expired).containsExactlyInAnyOrder("first", "third");
    }

    @Test
    void aDeadlineThatIsSetAgainExpiresAtItsNewTimeOnly() {
        Ticker.Deadline one = deadline("one");
        ticker.schedule(one, 50);
        ticker.schedule(one, 500);
        assertThat(ticker.count()).isEqualTo(1);
        pass(100);
        assertThat(expired).isEmpty();
        pass(400);
        assertThat(expired).containsExactly("one");
    }

    /** A turn of the wheel takes 41 s; what is due in a later one stays. */
    @Test
    void aDeadlineBeyondOneTurnOfTheWheelWaitsForItsTurn() {
        ticker.schedule(deadline("far"), 100_000);
        ticker.schedule(deadline("near"), 100_000 - 2 * 40_960);
        pass(20_000);
        assertThat(expired).containsExactly("near");
        pass(40_960);
        assertThat(expired).containsExactly("near");
        pass(40_960);
        assertThat(expired).containsExactly("near", "far");
    }

    @Test
    void whatExpiresMaySetAndCancelOthers() {
        Ticker.Deadline victim = deadline("victim");
        Ticker.Deadline again = deadline("again");
        ticker.schedule(victim, 20);
        ticker.schedule(
                new Ticker.Deadline() {
                    @Override
                    void expired() {
                        ticker.cancel(victim);
                        ticker.schedule(again, 10);
                        ticker.schedule(this, 1_000);
                    }
                },
                20);
        pass(25);
        assertThat(expired).doesNotContain("again");
        expired.clear();
        pass(15);
        assertThat(expired).containsExactly("again");
        assertThat(ticker.count()).isEqualTo(1);
    }

    @Test
    void aLongSleepOfTheLoopExpiresAllThatIsDue() {
        for (int i = 0; i < 100; i++) {
            ticker.schedule(deadline("d" + i), 1 + i * 700L);
        }
        pass(200_000);
        assertThat(expired).hasSize(100);
    }

    @Test
    void aRequestLetsADeadlineExpireThatIsLessThanATickAway() {
        Ticker.Deadline one = deadline("one");
        ticker.schedule(one, 100);
        now += 100 - Ticker.TICK_MS - 1;
        ticker.check(one);
        assertThat(expired).isEmpty();
        now += 1;
        ticker.check(one);
        ticker.check(one);
        assertThat(expired).containsExactly("one");
    }

    /** A ping that leaves late does not shift the deadline of its pong, but a blocked loop does not eat it up either. */
    @Test
    void theNextDeadlineCountsFromTheOneBeforeUnlessThatIsLongAgo() {
        Ticker.Deadline one = deadline("one");
        ticker.schedule(one, 300);
        pass(307);
        ticker.scheduleNext(one, 200);
        pass(192);
        assertThat(expired).containsExactly("one");
        pass(1);
        assertThat(expired).hasSize(2);
        ticker.schedule(one, 300);
        pass(5_000);
        assertThat(expired).hasSize(3);
        ticker.scheduleNext(one, 200);
        pass(174);
        assertThat(expired).hasSize(3);
        pass(1);
        assertThat(expired).hasSize(4);
    }

    /** The wheel against a sorted map, over many random steps. */
    @Test
    void itAgreesWithASortedMap() {
        Random random = new Random(7);
        TreeMap<Long, List<String>> model = new TreeMap<>();
        for (int i = 0; i < 2_000; i++) {
            long delay = 1 + random.nextInt(90_000);
            String name = "d" + i;
            ticker.schedule(deadline(name), delay);
            model.computeIfAbsent(now + delay, due -> new ArrayList<>()).add(name);
            now += random.nextInt(200);
            ticker.advance();
            List<String> due = new ArrayList<>();
            model.headMap(now, true).values().forEach(due::addAll);
            model.headMap(now, true).clear();
            assertThat(expired).containsExactlyInAnyOrderElementsOf(due);
            expired.clear();
        }
        assertThat(ticker.count())
                .isEqualTo(model.values().stream().mapToInt(List::size).sum());
    }
}
