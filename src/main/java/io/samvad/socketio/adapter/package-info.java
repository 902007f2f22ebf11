/**
 * Who is in which room, and how a broadcast reaches everybody: here, and on the other event loops over the event bus.
 *
 * <p>Another loop is treated like another node. Imported by {@code socketio}; imports {@code socketio.protocol} and
 * {@code link}. Read in this order: {@link io.samvad.socketio.adapter.Recipient},
 * {@link io.samvad.socketio.adapter.Target}, {@link io.samvad.socketio.adapter.Outgoing},
 * {@link io.samvad.socketio.adapter.Volley}, Rooms, {@link io.samvad.socketio.adapter.Broadcasts},
 * {@link io.samvad.socketio.adapter.Adapter}, {@link io.samvad.socketio.adapter.Cluster}, Peers, ClusterMessage,
 * ClusterMessageCodec with WireWriter and WireReader, BroadcastAcks, PeerRequests; for what is said from outside
 * {@link io.samvad.socketio.adapter.EmitterMessage} and {@link io.samvad.socketio.adapter.Mailbox}; for clients that come back
 * Offsets, Recovery, RecoveryLog, Membership.
 */
package io.samvad.socketio.adapter;
