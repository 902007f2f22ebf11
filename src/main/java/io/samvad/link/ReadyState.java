package io.samvad.link;

/** How far the life of a link has come. There is no state before {@link #OPEN}: a link is given out when it has opened. */
public enum ReadyState {
    /** Messages go both ways. */
    OPEN("open"),
    /** The goodbye is on its way, behind what was sent before; nothing is received any more. */
    CLOSING("closing"),
    /** It is over. */
    CLOSED("closed");

    private final String text;

    ReadyState(String text) {
        this.text = text;
    }

    /** The word of Engine.IO. */
    public String text() {
        return text;
    }

    @Override
    public String toString() {
        return text;
    }
}
