/**
 * The chat application, written as a user of the library would write it.
 *
 * <p>Imported by {@code server}; imports {@code socketio} and {@code chat.history}. What travels is in {@code
 * docs/chat-protocol.md}. Begin with {@link io.samvad.chat.ChatApp}, which puts it together for one instance.
 *
 * <p>Who is there: {@code Visitor} is one socket and who is on it, {@code Visitors} all of an instance, with {@code Visits} for
 * those who want to hear of them; {@code Nick} is a nickname with its version; {@code Identity} tells a person by their key,
 * {@code Welcome} receives them, {@code Tabs} lets happen to all sockets of a person what happens by one. What they ask for
 * goes through {@code Requests}, a table, to
 * {@code Sending}, {@code Rooms}, {@code Nicknames} and {@code Lookup}. What is in the log of a room reaches the sockets of an
 * instance, in order, by a {@code Delivery} ({@code Deliveries} has one for each room somebody here is in); {@code CatchUp}
 * brings a socket that was away to where the delivery is. {@code Allowance} and {@code Refusal} are the limits,
 * {@code Names} what may be a name, {@code Wire} the JSON.
 *
 * <p>{@code Attendance} says to {@code Presence} and {@code Typing} who comes, goes and speaks: those tell it to the sockets and
 * to the other instances. {@code Roster} is who is in which room over all of them, {@code Share} what one instance adds to it,
 * {@code Neighbours} what the others said, each by lease. {@code Commands} are other words for requests.
 *
 * <p>{@link io.samvad.chat.Relay} is the smallest chat, without a memory and without all that.
 */
package io.samvad.chat;
