package io.samvad.link;

/** Who takes links as they open. */
@FunctionalInterface
public interface LinkAcceptor {
    /** A link has opened: gives the receiver of its frames. Sending is possible from here on. */
    LinkReceiver accept(Link link);
}
