package io.samvad.socketio.adapter;

/**
 * How long and how much is remembered for clients that lost their connection.
 *
 * @param maxDisconnectionDuration milliseconds for which a session and the packets it missed are kept
 * @param maxBytes most bytes of packets kept for each namespace and event loop
 * @param maxSessions most sessions kept after their disconnection for each namespace and event loop
 * @param skipMiddlewares whether a recovered socket comes in without asking the middlewares again
 */
public record RecoveryOptions(int maxDisconnectionDuration, int maxBytes, int maxSessions, boolean skipMiddlewares) {
    /** Two minutes, 16 MiB, 100,000 sessions, middlewares skipped: as Socket.IO where it has a default. */
    public static final RecoveryOptions DEFAULT = new RecoveryOptions(120_000, 16 << 20, 100_000, true);
}
