package io.samvad.socketio.protocol;

/**
 * The place of an attachment in arguments that are still waiting for it; on the wire {@code
 * {"_placeholder":true,"num":0}}.
 *
 * @param number which attachment of the packet, from 0
 */
record Placeholder(int number) {
    static final String MARK = "_placeholder";
    static final String NUMBER = "num";
}
