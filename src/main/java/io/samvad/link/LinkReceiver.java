package io.samvad.link;

/** The upper end of a {@link Link}. Called on the event loop that owns the link. */
public interface LinkReceiver {
    /** A frame arrived. */
    void receive(Frame frame);

    /** The link is closed; called exactly once, nothing is received afterwards. */
    void closed(CloseReason reason);

    /** The link has gone over to another transport, see {@link Link#transport()}. */
    default void upgraded() {}
}
