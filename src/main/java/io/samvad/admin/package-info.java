/**
 * The namespace that the pages of the official admin UI ({@code @socket.io/admin-ui}) talk to: what is connected, which rooms
 * and events there are, and commands to change it. Built on the public API alone, as any application is.
 *
 * <p>Every instance has its own part; those of one process show up as one server. Nothing is collected while nobody looks.
 * Imported by {@code server}, which also serves the pages; imports {@code socketio}, {@code socketio.protocol}
 * and {@code link}. Read in this order: {@link io.samvad.admin.AdminUi}, {@link io.samvad.admin.AdminOptions}, Credentials and Sessions (who may
 * look), Watch (when is collected), Figures and Traffic (for all modes), Reports, SocketTap and SocketDetails (for the
 * development mode), Excerpt, Commands.
 */
package io.samvad.admin;
