/**
 * The chat application, written as a user of the library would write it.
 *
 * <p>Imported by {@code server}; imports {@code socketio} and {@code chat.history}. What travels is in {@code
 * docs/chat-protocol.md}. Begin with {@link io.samvad.chat.ChatApp}, which listens to sockets; {@code Sending} takes what
 * they say into the log of the room, {@code Delivery} tells this instance's sockets what is in the log, in order, and {@code
 * CatchUp} brings a socket that was away to where the delivery is. {@code Allowance} and {@code Refusal} are the limits,
 * {@code Wire} the JSON. {@link io.samvad.chat.Relay} is the same chat without a memory.
 */
package io.samvad.chat;
