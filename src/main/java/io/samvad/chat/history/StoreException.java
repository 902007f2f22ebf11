package io.samvad.chat.history;

/** Why a store did not do what it was asked for. Nothing was changed, unless {@link Code#UNAVAILABLE} leaves it open. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What it is, and so what to do. */
    public enum Code {
        /**
         * The disk is full, the file is locked, the server is gone. It may have been done or not: try again later, with the
         * same {@code clientOffset}.
         */
        UNAVAILABLE,
        /** More waits already than is good. Nothing was done: try again a little later. */
        BUSY,
        /** There is no such room, message or person, or no longer. */
        NOT_FOUND,
        /** The message is somebody else's, or the room is for others. */
        NOT_YOURS,
        /** Nothing so long can be stored, or there are enough of these already. */
        TOO_LARGE,
        /** The name belongs to another room or person, or this is not done with such a room. */
        CONFLICT
    }

    private final Code code;

    /** A refusal: data more than a fault, so it has no stack trace. */
    public StoreException(Code code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    /** A fault of what is below. */
    public StoreException(Code code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** What it is. */
    public Code code() {
        return code;
    }

    /** Whether the same may succeed later. */
    public boolean passing() {
        return code == Code.UNAVAILABLE || code == Code.BUSY;
    }
}
