package io.samvad.link;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The request that opened a link. It stays as long as the link does, and is seldom asked: so it is kept as text, without the
 * objects that the HTTP server has made of it, and taken apart for each question.
 */
public final class Peer {
    /** Between two headers, and between name and value: neither can be in one. */
    private static final char END = '\n';

    private static final char SEPARATOR = ':';
    private static final Pattern PARAMETERS = Pattern.compile("[&;]");

    private final String address;
    private final String uri;
    private final String headers;
    private final boolean secure;
    private final Object routed;

    private Peer(String address, String uri, String headers, boolean secure, Object routed) {
        this.address = address;
        this.uri = uri;
        this.headers = headers;
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
        StringBuilder headers = new StringBuilder(512);
        request.headers()
                .forEach((name, value) ->
                        headers.append(name).append(SEPARATOR).append(value).append(END));
        String ip = address == null ? "" : address.hostAddress();
        return new Peer(ip, request.uri(), headers.toString(), request.isSSL(), routed);
    }

    /** Remote IP address, without port. */
    public String address() {
        return address;
    }

    /** Path and query as sent. */
    public String uri() {
        return uri;
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
        for (int at = 0; at < headers.length(); ) {
            int separator = headers.indexOf(SEPARATOR, at);
            int end = headers.indexOf(END, separator);
            map.add(headers.substring(at, separator), headers.substring(separator + 1, end));
            at = end + 1;
        }
        return map;
    }

    /** Parameters of the query, decoded; a copy. */
    public MultiMap query() {
        MultiMap map = MultiMap.caseInsensitiveMultiMap();
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
