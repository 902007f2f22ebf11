package io.samvad.chat.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samvad.chat.history.StoreException.Code;
import io.samvad.testkit.Postgres;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The contract over a real server, and what can happen to servers. */
@Timeout(120)
class PostgresHistoryTest extends HistoryStoreContract {

    private static final String TABLES = "room, entry, reaction, sent, member, mention, person, allowance";

    private static Postgres server;

    @BeforeAll
    static void startServer() {
        server = Postgres.start();
        HistoryStore store = PostgresHistory.open(vertx, options());
        done(store.check());
        done(store.close());
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    private static PostgresOptions options() {
        return new PostgresOptions().setUri(server.uri()).setTimeout(Duration.ofSeconds(5));
    }

    @Override
    HistoryStore connect() {
        return PostgresHistory.open(vertx, options().setClock(clock));
    }

    @Override
    String address() {
        return server.uri();
    }

    @Override
    void empty() {
        server.execute("truncate " + TABLES);
    }

    @Test
    void aServerThatGoesAndComesBackIsSaidAndHeals() {
        Receipt first = say(ANNA, "1", "a");
        server.stop();
        refused(Code.UNAVAILABLE, store().append(new Draft(LOBBY, ANNA, "2", "b")));
        refused(Code.UNAVAILABLE, store().latest(LOBBY, 10));
        HistoryStore begunWithoutServer = another();
        refused(Code.UNAVAILABLE, begunWithoutServer.check());
        server.resume();
        assertThat(say(ANNA, "1", "a").position()).isEqualTo(first.position());
        assertThat(say(ANNA, "2", "b").position().seq()).isEqualTo(2);
        assertThat(done(begunWithoutServer.latest(LOBBY, 10)).messages()).hasSize(2);
    }

    /** They share the store: what the first waits for while the tables are looked for, the others wait for, too. */
    @Test
    void answersArriveOnTheContextOfEachOfSeveralCallersFromTheStart() {
        HistoryStore fresh = another();
        server.freeze();
        List<Context> callers = Stream.generate(this::loop).limit(6).toList();
        List<Future<Context>> seen = new ArrayList<>();
        for (int i = 0; i < callers.size(); i++) {
            Promise<Context> arrived = Promise.promise();
            Promise<Void> asked = Promise.promise();
            seen.add(arrived.future());
            boolean reads = i % 2 == 0;
            String offset = "" + i;
            callers.get(i).runOnContext(here -> {
                (reads ? fresh.latest(LOBBY, 1) : fresh.append(new Draft(LOBBY, ANNA, offset, "a")))
                        .onComplete(answer -> arrived.complete(Vertx.currentContext()));
                asked.complete();
            });
            done(asked.future());
        }
        server.thaw();
        assertThat(seen.stream().map(HistoryStoreContract::done)).containsExactlyElementsOf(callers);
    }

    private Context loop() {
        Promise<Context> started = Promise.promise();
        done(vertx.deployVerticle(new VerticleBase() {
            @Override
            public Future<?> start() {
                started.complete(context);
                return Future.succeededFuture();
            }
        }));
        return done(started.future());
    }

    @Test
    void aCutConnectionCostsOneAnswerAtMost() {
        say(ANNA, "1", "a");
        server.cutConnections();
        try {
            say(ANNA, "2", "b");
        } catch (StoreException lost) {
            assertThat(lost.code()).isEqualTo(Code.UNAVAILABLE);
        }
        assertThat(say(ANNA, "2", "b").position().seq()).isEqualTo(2);
    }

    @Test
    void aDatabaseThatDoesNotTakeUsIsSaid() {
        HistoryStore lost =
                PostgresHistory.open(vertx, options().setUri(server.uri().replaceFirst("/postgres$", "/nowhere")));
        assertThatThrownBy(() -> done(lost.check()))
                .isInstanceOfSatisfying(StoreException.class, failure -> assertThat(failure.code())
                        .isEqualTo(Code.UNAVAILABLE))
                .hasMessageContaining("is not there");
        done(lost.close());
    }

    @Test
    void aDatabaseThatAcceptsNoWritesIsSaidAndHeals() {
        server.execute("alter system set default_transaction_read_only = on");
        server.execute("select pg_reload_conf()");
        try {
            server.cutConnections();
            assertThatThrownBy(() -> {
                        // The first may meet a connection that was just cut.
                        for (int i = 0; i < 3; i++) {
                            try {
                                say(ANNA, "1", "a");
                            } catch (StoreException failure) {
                                if (!failure.getMessage().contains("not answer")) {
                                    throw failure;
                                }
                            }
                        }
                    })
                    .hasMessageContaining("accepts no writes");
        } finally {
            server.execute("alter system reset default_transaction_read_only");
            server.execute("select pg_reload_conf()");
        }
    }
}
