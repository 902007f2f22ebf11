package io.samvad.link;

import io.vertx.core.MultiMap;

/**
 * The request that opened a link.
 *
 * @param address remote IP address, without port
 * @param uri path and query as sent
 * @param headers request headers
 * @param query parameters of the query, decoded
 * @param secure whether it came over TLS
 * @param routed what handlers before this server found out about it, for who gave that along; or null
 */
public record Peer(String address, String uri, MultiMap headers, MultiMap query, boolean secure, Object routed) {
    /** Of a request that came straight here. */
    public Peer(String address, String uri, MultiMap headers, MultiMap query, boolean secure) {
        this(address, uri, headers, query, secure, null);
    }
}
