/**
 * The chat application, written as a user of the library would write it.
 *
 * <p>Imported by {@code server}; imports {@code socketio}. Begin with {@link io.samvad.chat.ChatApp}.
 */
package io.samvad.chat;
