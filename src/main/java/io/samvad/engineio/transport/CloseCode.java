package io.samvad.engineio.transport;

/** Status codes of close frames (RFC 6455, section 7.4.1). */
final class CloseCode {
    static final int NORMAL_CLOSURE = 1000;
    static final int GOING_AWAY = 1001;
    static final int PROTOCOL_ERROR = 1002;
    static final int INVALID_DATA = 1007;
    static final int POLICY_VIOLATION = 1008;
    static final int TOO_BIG = 1009;

    private CloseCode() {}
}
