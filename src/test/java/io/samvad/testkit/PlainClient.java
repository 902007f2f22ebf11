package io.samvad.testkit;

import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A plain WebSocket client, the JDK's own: what it says and hears is text, one frame a message. */
public final class PlainClient implements WebSocket.Listener, AutoCloseable {
    private static final int WAIT_SECONDS = 20;

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Integer> closeCode = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private WebSocket webSocket;

    private PlainClient() {}

    /** Connects. */
    public static PlainClient connect(String url) {
        PlainClient client = new PlainClient();
        client.webSocket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(url), client)
                .orTimeout(WAIT_SECONDS, TimeUnit.SECONDS)
                .join();
        return client;
    }

    /** Says something. */
    public void say(String text) {
        webSocket.sendText(text, true).orTimeout(WAIT_SECONDS, TimeUnit.SECONDS).join();
    }

    /** Waits until it has heard something. */
    public void awaitHeard(String text) {
        await().atMost(WAIT_SECONDS, TimeUnit.SECONDS).until(() -> heard.contains(text));
    }

    /** All that it has heard. */
    public List<String> heard() {
        return heard;
    }

    /** The status code with which the server closes, once it does (RFC 6455, section 7.4). */
    public CompletableFuture<Integer> closeCode() {
        return closeCode;
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            heard.add(partial.toString());
            partial.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int statusCode, String reason) {
        closeCode.complete(statusCode);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closeCode.completeExceptionally(error);
    }

    @Override
    public void close() {
        webSocket.abort();
    }
}
