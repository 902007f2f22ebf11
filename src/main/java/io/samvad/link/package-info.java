/**
 * The seam between the two protocols: one duplex pipe of frames.
 *
 * <p>Below it lives whatever moves frames (Engine.IO over polling or WebSocket, or a plain WebSocket); above it lives
 * whatever gives them a meaning (Socket.IO). Everybody may import this package, it imports none of ours.
 *
 * <p>Read in this order: {@link io.samvad.link.Frame}, {@link io.samvad.link.WireForm}, {@link io.samvad.link.Link},
 * {@link io.samvad.link.ReadyState}, {@link io.samvad.link.LinkReceiver}, {@link io.samvad.link.LinkAcceptor},
 * {@link io.samvad.link.CloseReason}, {@link io.samvad.link.Utf8}, {@link io.samvad.link.RandomId}.
 */
package io.samvad.link;
