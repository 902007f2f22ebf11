package io.samvad.engineio;

import io.vertx.core.buffer.Buffer;

/**
 * What handlers before this server have made of a request.
 *
 * @param body its body, if one of them has read it, or null
 * @param about what they found out about it: a session that begins with it has that in its {@link io.samvad.link.Peer}; or null
 */
public record Routed(Buffer body, Object about) {
    /** Of a request that came straight here. */
    static final Routed NOT = new Routed(null, null);
}
