/**
 * Packets of the Socket.IO protocol, version 5, and their codecs: pure functions on values.
 *
 * <p>Nothing here knows a connection, a socket or a thread. A {@link io.samvad.socketio.protocol.Packet} is what one side
 * tells the other; a {@link io.samvad.socketio.protocol.PacketCodec} turns it into frames of a link and back. Everything a
 * peer can do wrong ends in one exception, {@link io.samvad.socketio.protocol.ProtocolException}; everything the
 * application can do wrong ends in an {@link java.lang.IllegalArgumentException}.
 *
 * <p>Imports {@code link} only (and of Vert.x the JSON and buffer types). May be imported by {@code socketio}, {@code
 * socketio.adapter}, {@code rawsocket} and {@code server}.
 *
 * <p>Read in this order: {@link io.samvad.socketio.protocol.Packet}, {@link io.samvad.socketio.protocol.Args}, {@link
 * io.samvad.socketio.protocol.PacketCodec}, {@link io.samvad.socketio.protocol.PacketDecoder}, {@link
 * io.samvad.socketio.protocol.JsonPacketCodec}, then the parts it is made of: {@code PacketHeader}, {@code PayloadWriter},
 * {@code JsonPacketDecoder}, {@code RawArguments}, {@code PayloadReader} and {@code JsonValues}. Then {@link
 * io.samvad.socketio.protocol.MsgpackPacketCodec} with {@code MsgpackWriter}, {@code MsgpackPacketDecoder} and {@code
 * MsgpackReader}; last {@link io.samvad.socketio.protocol.JsonPacketCodecV4}, what clients of version 4 speak. A parser of
 * one's own is another {@link io.samvad.socketio.protocol.PacketCodec}.
 */
package io.samvad.socketio.protocol;
