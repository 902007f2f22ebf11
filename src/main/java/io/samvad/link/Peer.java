package io.samvad.link;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The request that opened a link. It stays as long as the link does, and is seldom asked: so it is kept as bytes, without the
 * objects that the HTTP server has made of it, and taken apart for each question.
 */
public final class Peer {
    /** Between two lines, and between name and value of a header: neither can be in one. */
    private static final char END = '\n';

    private static final char SEPARATOR = ':';
    private static final Pattern PARAMETERS = Pattern.compile("[&;]");

    /** Three lines or more: the address, path and query as sent, and the headers; words that all clients say are shortened. */
    private final byte[] request;

    private final boolean secure;
    private final Object routed;

    private Peer(byte[] request, boolean secure, Object routed) {
        this.request = request;
        this.secure = secure;
        this.routed = routed;
    }

    /** The peer that sent a request, which came straight here. */
    public static Peer of(HttpServerRequest request) {
        return of(request, null);
    }

    /**
     * The peer that sent a request.
     *
     * @param routed what handlers before this server found out about it, or null
     */
    public static Peer of(HttpServerRequest request, Object routed) {
        SocketAddress address = request.remoteAddress();
        StringBuilder text = new StringBuilder(512);
        text.append(address == null ? "" : address.hostAddress()).append(END);
        text.append(CommonWords.shortened(request.uri())).append(END);
        request.headers().forEach((name, value) -> text.append(CommonWords.shortened(name))
                .append(SEPARATOR)
                .append(CommonWords.shortened(value))
                .append(END));
        return new Peer(text.toString().getBytes(StandardCharsets.UTF_8), request.isSSL(), routed);
    }

    private String text() {
        return new String(request, StandardCharsets.UTF_8);
    }

    /** Remote IP address, without port. */
    public String address() {
        String text = text();
        return text.substring(0, text.indexOf(END));
    }

    /** Path and query as sent. */
    public String uri() {
        String text = text();
        int start = text.indexOf(END) + 1;
        return CommonWords.full(text.substring(start, text.indexOf(END, start)));
    }

    /** Whether it came over TLS. */
    public boolean secure() {
        return secure;
    }

    /** What handlers before this server found out about it, for who gave that along; or null. */
    public Object routed() {
        return routed;
    }

    /** Request headers; a copy. */
    public MultiMap headers() {
        MultiMap map = MultiMap.caseInsensitiveMultiMap();
        String text = text();
        int first = text.indexOf(END, text.indexOf(END) + 1) + 1;
        for (int at = first; at < text.length(); ) {
            int separator = text.indexOf(SEPARATOR, at);
            int end = text.indexOf(END, separator);
            map.add(
                    CommonWords.full(text.substring(at, separator)),
                    CommonWords.full(text.substring(separator + 1, end)));
            at = end + 1;
        }
        return map;
    }

    /** Parameters of the query, decoded; a copy. */
    public MultiMap query() {
        MultiMap map = MultiMap.caseInsensitiveMultiMap();
        String uri = uri();
        int start = uri.indexOf('?') + 1;
        int hash = uri.indexOf('#', start);
        String query = start == 0 ? "" : uri.substring(start, hash < 0 ? uri.length() : hash);
        for (String parameter : PARAMETERS.split(query)) {
            int equals = parameter.indexOf('=');
            String name = equals < 0 ? parameter : parameter.substring(0, equals);
            if (!name.isEmpty()) {
                map.add(decoded(name), equals < 0 ? "" : decoded(parameter.substring(equals + 1)));
            }
        }
        return map;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
