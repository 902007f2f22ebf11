package io.samvad.server;

/**
 * Why the server does not start, in words for the person who started it. It is printed as it is, without a stack trace:
 * the cause lies in what was asked for, not in the code.
 */
final class StartFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The exit code of a start that failed. */
    static final int FAILED = 1;

    /** The exit code of a command line that was not understood. */
    static final int MISUSED = 2;

    private final int exitCode;

    StartFailure(String message) {
        this(message, FAILED);
    }

    StartFailure(String message, int exitCode) {
        super(message, null, false, false);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
