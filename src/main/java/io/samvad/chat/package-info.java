/**
 * The chat application, written as a user of the library would write it.
 *
 * <p>Imported by {@code server}; imports {@code socketio} and {@code chat.history}. What travels is in {@code
 * docs/chat-protocol.md}.
 *
 * <p>To see the library at work, read {@link io.samvad.chat.Relay} first: the smallest chat, without a memory. Then {@link
 * io.samvad.chat.ChatApp}, which puts the other together for one instance. The words of Socket.IO are in few places:
 *
 * <ul>
 *   <li>{@code io.use} and {@code io.onConnection} in {@code ChatApp}; a {@code ConnectError} in {@code Identity};
 *   <li>{@code socket.onAny}, {@code onDisconnect} and acknowledgements in {@code Line} and {@code Requests};
 *   <li>{@code socket.join} and {@code leave} in {@code Visitors}, where they are the rooms of the chat;
 *   <li>{@code io.local().to(room).emit} in {@code Delivery}, {@code asVolatile} in {@code Typing}, {@code io.to(…).except(…)} in
 *       {@code Tabs};
 *   <li>{@code io.serverSideEmit} and {@code onServerSide}, by which instances tell each other, in {@code Deliveries}, {@code
 *       Tabs}, {@code Presence} and {@code Typing};
 *   <li>{@code socket.recovered} and {@code socket.data} in {@code Visitor} and {@code Welcome}.
 * </ul>
 *
 * <p>Who is there: {@code Visitor} is one socket and who is on it, {@code Visitors} all of an instance, with {@code Visits} for
 * those who want to hear of them, {@code RoomSets} the sets that most of them share; {@code Nick} is a nickname with its
 * version; {@code Identity} tells a person by their key, {@code Welcome} receives them, {@code RoomInfos} is what they are told
 * of their rooms, {@code Tabs} lets happen to all sockets of a person what happens by one.
 *
 * <p>What they ask for goes through {@code Requests}, a table, to {@code Sending}, {@code Rooms}, {@code Nicknames}, {@code
 * Lookup} and {@code Attendance}; {@code Wanted} reads the fields, {@code Names} says what may be a name, {@code Allowance} and
 * {@code Refusal} are the limits, {@code Wire} the JSON. {@code Commands} are other words for requests.
 *
 * <p>What is in the log of a room reaches the sockets of an instance, in order, by a {@code Delivery} ({@code Deliveries} has one
 * for each room somebody here is in); {@code CatchUp} brings a socket that was away to where the delivery is.
 *
 * <p>{@code Attendance} says to {@code Presence} and {@code Typing} who comes, goes and speaks: those tell it to the sockets and
 * to the other instances. {@code Roster} is who is in which room over all of them, {@code Share} what one instance adds to it,
 * {@code Neighbours} what the others said, each by lease.
 */
package io.samvad.chat;
