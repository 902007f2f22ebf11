package io.samvad.engineio.transport;

/** The body of a request is larger than allowed. */
public final class PayloadTooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param limit most bytes allowed */
    public PayloadTooLargeException(int limit) {
        super("body is larger than " + limit + " bytes", null, false, false);
    }
}
