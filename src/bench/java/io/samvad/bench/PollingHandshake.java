package io.samvad.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The first steps of a client on HTTP long-polling: a session, and the namespace. */
final class PollingHandshake {
    private static final String PATH = "/socket.io/?EIO=4&transport=polling";
    private static final String SID = "\"sid\":\"";

    private final HttpConnection connection;
    private final Next next;
    private String sid;
    private boolean asked;

    /** What comes then. */
    interface Next {
        void step() throws IOException;
    }

    PollingHandshake(LoadGenerator load, Next next) throws IOException {
        this.next = next;
        connection = new HttpConnection(load, this::answered);
        connection.get(PATH);
    }

    /** Path of this session's requests. */
    String path() {
        return PATH + "&sid=" + sid;
    }

    String sid() {
        return sid;
    }

    private void answered(byte[] bytes, int from, int to) throws IOException {
        String body = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        if (sid == null) {
            int at = body.indexOf(SID) + SID.length();
            sid = body.substring(at, body.indexOf('"', at));
            connection.post(path(), WireMessage.ascii("40"));
        } else if (!asked) {
            asked = true;
            connection.get(path());
        } else if (body.startsWith("40")) {
            next.step();
        } else {
            throw new IOException("unexpected: " + body);
        }
    }

    void close() {
        connection.close();
    }
}
