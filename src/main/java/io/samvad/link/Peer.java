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
 */
public record Peer(String address, String uri, MultiMap headers, MultiMap query, boolean secure) {}
