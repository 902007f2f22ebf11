package io.samvad.link;

/** How a frame looks on one kind of wire, its framing included. Stateless, and one object for each kind. */
@FunctionalInterface
public interface WireForm {
    /** Encodes the frame completely; called once for each frame and form. */
    byte[] encode(Frame frame);
}
