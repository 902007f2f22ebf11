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
        CONFLICT,
        /** The person has done it too often in a short time: see {@link #retryAfter}. */
        TOO_FAST
    }

    private final Code code;
    private final long retryAfter;

    /** A refusal: data more than a fault, so it has no stack trace. */
    public StoreException(Code code, String message) {
        this(code, message, 0);
    }

    /** @param retryAfter milliseconds after which the same may succeed, or 0 when that is not known */
    StoreException(Code code, String message, long retryAfter) {
        super(message, null, false, false);
        this.code = code;
        this.retryAfter = retryAfter;
    }

    /** A fault of what is below. */
    public StoreException(Code code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
        this.retryAfter = 0;
    }

    /** What it is. */
    public Code code() {
        return code;
    }

    /** Milliseconds after which the same may succeed, or 0 when that is not known. */
    public long retryAfter() {
        return retryAfter;
    }

    /** Whether the same may succeed soon, although nobody knows when. */
    public boolean passing() {
        return code == Code.UNAVAILABLE || code == Code.BUSY;
    }
}
