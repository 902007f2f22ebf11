package io.samvad.chat.history;

import io.samvad.chat.history.StoreException.Code;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Tuple;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;

/** The server: connections to it, the tables in it, and what is wrong with it. */
final class PostgresServer {
    /** A connection that says nothing for so many timeouts is given up, also when it is only idle. */
    private static final int SILENCE = 3;

    /** Number of the last script in {@code postgres/}. */
    private static final String SCHEMA = "5";

    private static final String CURRENT = "select 1 from samvad_schema where success and version = $1";
    private static final String NO_SUCH_TABLE = "42P01";

    private final Vertx vertx;
    private final PostgresOptions options;
    private final PgConnectOptions address;
    private final PostgresTls tls;
    private final Pool pool;
    private Future<Void> preparation = Future.failedFuture("not tried");
    private volatile boolean ready;

    PostgresServer(Vertx vertx, PostgresOptions options) {
        this.vertx = vertx;
        this.options = options;
        this.address = PgConnectOptions.fromUri(options.getUri());
        this.tls = new PostgresTls(address, options.getUri());
        address.addProperty("application_name", "samvad")
                .addProperty(
                        "statement_timeout", String.valueOf(options.getTimeout().toMillis()))
                .setCachePreparedStatements(true);
        this.pool = connect();
    }

    /** Its connections; whoever uses them closes them. */
    Pool pool() {
        return pool;
    }

    private Pool connect() {
        PoolOptions limits = new PoolOptions()
                .setMaxSize(options.getConnections())
                .setMaxWaitQueueSize(options.getMaxPending())
                .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS)
                .setConnectionTimeout((int) options.getTimeout().toMillis());
        NetClientOptions wire = new NetClientOptions()
                .setConnectTimeout((int) options.getTimeout().toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout((int) options.getTimeout().toMillis() * SILENCE);
        return PgBuilder.pool()
                .with(limits)
                .with(wire)
                .connectingTo(address)
                .using(vertx)
                .build();
    }

    /** Succeeds once the tables are there. Until then every call tries anew: perhaps the server is back. */
    Future<Void> ready() {
        return ready ? Future.succeededFuture() : prepared();
    }

    private synchronized Future<Void> prepared() {
        if (preparation.failed()) {
            preparation = pool.preparedQuery(CURRENT)
                    .execute(Tuple.of(SCHEMA))
                    .map(found -> found.size() > 0)
                    .recover(fault -> NO_SUCH_TABLE.equals(state(fault))
                            ? Future.succeededFuture(false)
                            : Future.failedFuture(fault))
                    // Not asked of Flyway, which takes a third of a second to find that there is nothing to do.
                    .compose(
                            current -> current ? Future.succeededFuture() : vertx.executeBlocking(this::migrate, false))
                    .onSuccess(done -> ready = true)
                    .mapEmpty();
        }
        return preparation;
    }

    private Void migrate() {
        String url = "jdbc:postgresql://" + address.getHost() + ":" + address.getPort() + "/" + address.getDatabase();
        Flyway.configure()
                .dataSource(url + tls.parameters(), address.getUser(), address.getPassword())
                .locations("classpath:io/samvad/chat/history/postgres")
                .table("samvad_schema")
                .load()
                .migrate();
        return null;
    }

    /** Whether the same transaction may succeed when it is tried again at once: others were in the way. */
    static boolean collided(Throwable fault) {
        return switch (state(fault)) {
                // Unique key, serialization, deadlock.
            case "23505", "40001", "40P01" -> true;
            default -> false;
        };
    }

    /** For people: what it means, not where the server is. */
    static StoreException explain(Throwable fault) {
        if (fault instanceof StoreException known) {
            return known;
        }
        return new StoreException(Code.UNAVAILABLE, "the history cannot be used: " + meaning(fault), fault);
    }

    private static String meaning(Throwable fault) {
        return switch (state(fault)) {
            case "" -> PostgresTls.isDistrust(fault)
                    ? "its certificate is not trusted"
                    : "its database does not answer";
            case "53100" -> "the disk of its database is full";
            case "53300" -> "its database has too many connections";
            case "57014" -> "its database is too slow";
            case "25006" -> "its database accepts no writes";
            case "57P01", "57P02", "57P03" -> "its database is stopping or starting";
            case "28000", "28P01" -> "its database refuses the login";
            case "3D000" -> "its database is not there";
            default -> "its database failed";
        };
    }

    /** What the server called its error, of either of the two drivers; empty when it said nothing. */
    private static String state(Throwable fault) {
        if (fault instanceof PgException told) {
            return told.getSqlState();
        }
        if (fault instanceof SQLException told && told.getSQLState() != null) {
            // 08: no connection.
            return told.getSQLState().startsWith("08") ? "" : told.getSQLState();
        }
        return fault.getCause() == null ? "" : state(fault.getCause());
    }
}
