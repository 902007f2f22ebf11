package io.samvad.link;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What nearly all clients say in the request that opens a link, each in two characters in the place of many. Spelled as clients
 * spell it, so that what comes back is what came.
 */
final class CommonWords {
    /** No honest client says it (RFC 9110, section 5.5); before one that was said stands another. */
    private static final char ESCAPE = 1;

    /** Where the words begin: a letter, and all that follow are no signs that a request is taken apart by. */
    private static final char FIRST = 'A';

    static final List<String> WORDS = List.of(
            "/socket.io/?EIO=4&transport=websocket",
            "Host",
            "Upgrade",
            "Connection",
            "Sec-WebSocket-Key",
            "Sec-WebSocket-Version",
            "Sec-WebSocket-Extensions",
            "Sec-WebSocket-Protocol",
            "User-Agent",
            "Origin",
            "Accept",
            "Accept-Encoding",
            "Accept-Language",
            "Pragma",
            "Cache-Control",
            "Cookie",
            "Referer",
            "Sec-Fetch-Dest",
            "Sec-Fetch-Mode",
            "Sec-Fetch-Site",
            "X-Forwarded-For",
            "X-Forwarded-Proto",
            "websocket",
            "keep-alive",
            "keep-alive, Upgrade",
            "13",
            "no-cache",
            "*/*",
            "gzip, deflate",
            "gzip, deflate, br",
            "gzip, deflate, br, zstd",
            "permessage-deflate; client_max_window_bits",
            "same-origin",
            "same-site",
            "cross-site",
            "empty",
            "cors",
            "host",
            "upgrade",
            "connection",
            "sec-websocket-key",
            "sec-websocket-version",
            "sec-websocket-extensions",
            "user-agent",
            "origin",
            "cookie");

    private static final Map<String, String> SHORT = new HashMap<>();

    static {
        for (int i = 0; i < WORDS.size(); i++) {
            SHORT.put(WORDS.get(i), String.valueOf(new char[] {ESCAPE, (char) (FIRST + i)}));
        }
    }

    private CommonWords() {}

    /** The short form of a text if there is one, or else the text, so that {@link #full} knows it again. */
    static String shortened(String text) {
        return !text.isEmpty() && text.charAt(0) == ESCAPE ? ESCAPE + text : SHORT.getOrDefault(text, text);
    }

    /** The text that {@link #shortened} was given. */
    static String full(String stored) {
        if (stored.isEmpty() || stored.charAt(0) != ESCAPE) {
            return stored;
        }
        return stored.charAt(1) == ESCAPE ? stored.substring(1) : WORDS.get(stored.charAt(1) - FIRST);
    }
}
