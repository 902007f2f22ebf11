package io.samvad.link;

/** The upper end of a {@link Link}. Called on the event loop that owns the link. */
public interface LinkReceiver {
    /** Hears nothing. */
    LinkReceiver NOBODY = new LinkReceiver() {
        @Override
        public void receive(Frame frame) {}

        @Override
        public void closed(CloseReason reason) {}
    };

    /** A frame arrived. */
    void receive(Frame frame);

    /** The link is closed; called exactly once, nothing is received afterwards. */
    void closed(CloseReason reason);

    /** The peer has shown that another transport works, and is about to go over to it. */
    default void upgrading() {}

    /** The link has gone over to another transport, see {@link Link#transport()}. */
    default void upgraded() {}

    /**
     * A packet that is no message arrived, and is about to be acted on.
     *
     * @param type in the words of the protocol below: {@code ping}, {@code pong}, {@code close}, {@code noop}
     */
    default void controlReceived(String type, Frame data) {}

    /**
     * A packet that is no message, a ping or a pong, is sent.
     *
     * @param type see {@link #controlReceived}
     */
    default void controlSent(String type, Frame data) {}

    /**
     * The peer did what its protocol does not allow; {@link #closed} follows.
     *
     * @param how for people to read
     */
    default void broken(String how) {}
}
