package io.samvad.chat.history;

import io.samvad.testkit.Postgres;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Acked messages per second of both stores, by the number of people who write at a time, beside what the same database does on
 * the same disk with one bare insert per transaction. Each sender sends its next message when the last is acked.
 */
public final class HistoryTable {
    private static final int[] SENDERS = {1, 10, 1_000};
    private static final int ROUNDS = 3;
    private static final String TEXT = "a message of a usual length, such as people write to each other";

    private final Vertx vertx = Vertx.vertx();
    private final double seconds;

    private HistoryTable(double seconds) {
        this.seconds = seconds;
    }

    /** Takes the seconds of each measurement, 5 by default. */
    public static void main(String[] arguments) throws Exception {
        HistoryTable table = new HistoryTable(arguments.length == 0 ? 5 : Double.parseDouble(arguments[0]));
        System.out.println("| messages/s, acked after a sync | bare inserts | 1 sender | 10 senders | 1,000 senders |");
        System.out.println("| --- | ---: | ---: | ---: | ---: |");
        table.sqlite();
        table.postgres();
        System.exit(0);
    }

    private void sqlite() throws SQLException, IOException {
        Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target/bench")), "history");
        String url = "jdbc:sqlite:" + folder.resolve("bare.db") + "?journal_mode=WAL&synchronous=FULL";
        row("SQLite", url, SqliteHistory.open(vertx, new SqliteOptions().setFile(folder.resolve("samvad.db"))));
    }

    private void postgres() throws SQLException {
        try (Postgres server = Postgres.start()) {
            String url = server.uri().replaceFirst("postgresql://.*@", "jdbc:postgresql://") + "?user=postgres";
            row("PostgreSQL", url, PostgresHistory.open(vertx, new PostgresOptions().setUri(server.uri())));
        }
    }

    private void row(String name, String url, HistoryStore store) throws SQLException {
        store.open(RoomDraft.open("lobby", "")).await();
        StringBuilder row = new StringBuilder("| " + name);
        double[][] rates = new double[1 + SENDERS.length][ROUNDS];
        // By turns, so that a mood of the disk hits all.
        for (int round = 0; round < ROUNDS; round++) {
            rates[0][round] = bareInserts(url);
            for (int i = 0; i < SENDERS.length; i++) {
                rates[i + 1][round] = messages(store, SENDERS[i]);
            }
        }
        for (double[] column : rates) {
            Arrays.sort(column);
            double median = column[ROUNDS / 2];
            long spread = Math.round(100 * (column[ROUNDS - 1] - column[0]) / 2 / median);
            row.append(String.format(" | %,.0f (±%d %%)", median, spread));
        }
        System.out.println(row + " |");
        store.close().await();
    }

    private double bareInserts(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement table = connection.createStatement()) {
            table.execute("create table if not exists bare (text text)");
            try (PreparedStatement insert = connection.prepareStatement("insert into bare (text) values (?)")) {
                long start = System.nanoTime();
                long inserts = 0;
                while (System.nanoTime() - start < seconds * 1e9) {
                    insert.setString(1, TEXT);
                    insert.execute();
                    inserts++;
                }
                return inserts * 1e9 / (System.nanoTime() - start);
            }
        }
    }

    private double messages(HistoryStore store, int senders) {
        AtomicLong acked = new AtomicLong();
        AtomicBoolean over = new AtomicBoolean();
        for (int i = 0; i < senders; i++) {
            send(store, new Author("p" + i, "Person " + i), acked, over);
        }
        // The first half second warms up.
        LockSupport.parkNanos(500_000_000);
        long before = acked.get();
        long start = System.nanoTime();
        LockSupport.parkNanos((long) (seconds * 1e9));
        double rate = (acked.get() - before) * 1e9 / (System.nanoTime() - start);
        over.set(true);
        store.check().await();
        return rate;
    }

    private void send(HistoryStore store, Author author, AtomicLong acked, AtomicBoolean over) {
        String offset = author.id() + "-" + System.nanoTime();
        Future<Receipt> append = store.append(new Draft("lobby", author, offset, TEXT));
        append.onFailure(Throwable::printStackTrace).onSuccess(receipt -> {
            acked.incrementAndGet();
            if (!over.get()) {
                send(store, author, acked, over);
            }
        });
    }
}
