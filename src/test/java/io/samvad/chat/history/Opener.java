package io.samvad.chat.history;

import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A process that opens each file whose path it is told on standard input, writes one message to it, and answers with a line: the
 * number of the message and a point. What it logs goes to standard output as well.
 */
final class Opener {
    private Opener() {}

    /** Takes the name of the author. */
    public static void main(String[] arguments) throws IOException {
        Vertx vertx = Vertx.vertx();
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in));
        for (String path = input.readLine(); path != null; path = input.readLine()) {
            String answer;
            try {
                answer = open(vertx, Path.of(path), arguments[0]);
            } catch (Exception failure) {
                answer = failure.toString();
            }
            System.out.println(answer + ".");
        }
        System.exit(0);
    }

    private static String open(Vertx vertx, Path file, String name) throws Exception {
        HistoryStore store = SqliteHistory.open(vertx, new SqliteOptions().setFile(file));
        store.open(RoomDraft.open("lobby", "")).await(30, TimeUnit.SECONDS);
        Draft draft = new Draft("lobby", new Author(name, name), "1", "from " + name);
        long seq = store.append(draft).await(30, TimeUnit.SECONDS).position().seq();
        store.close().await(30, TimeUnit.SECONDS);
        return String.valueOf(seq);
    }
}
