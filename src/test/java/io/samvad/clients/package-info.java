/**
 * The official clients of Socket.IO, in JavaScript and in Java, and plain WebSocket clients against a running server.
 *
 * <p>Read first {@link io.samvad.clients.Counterpart}, the server they talk to, then the tests. The scripts that Node
 * runs are in {@code src/test/resources/clients}; {@link io.samvad.clients.NodeScript} starts them.
 */
package io.samvad.clients;
