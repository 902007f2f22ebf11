package io.samvad.chat.history;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A process that writes as fast as it can until somebody kills it, and says on standard output what was answered: {@code
 * offset seq}, a line each. It begins again with offsets that may have been written already.
 */
final class Sender {
    private static final int AT_ONCE = 50;

    private final HistoryStore store;
    private final AtomicInteger next;

    private Sender(HistoryStore store, int first) {
        this.store = store;
        this.next = new AtomicInteger(first);
    }

    /** Takes where the database is, and the number of the first message. */
    public static void main(String[] arguments) throws InterruptedException {
        Vertx vertx = Vertx.vertx();
        String address = arguments[0];
        HistoryStore store = address.startsWith("postgresql:")
                ? PostgresHistory.open(vertx, new PostgresOptions().setUri(address))
                : SqliteHistory.open(vertx, new SqliteOptions().setFile(Path.of(address)));
        Sender sender = new Sender(store, Integer.parseInt(arguments[1]));
        for (int i = 0; i < AT_ONCE; i++) {
            sender.send();
        }
        Thread.currentThread().join();
    }

    private void send() {
        String offset = "o" + next.getAndIncrement();
        store.append(new Draft("lobby", new Author("anna", "Anna"), offset, "message " + offset))
                .onSuccess(receipt -> {
                    System.out.println(offset + " " + receipt.position().seq() + ".");
                    send();
                })
                .onFailure(failure -> {
                    System.err.println(failure);
                    System.exit(1);
                });
    }
}
