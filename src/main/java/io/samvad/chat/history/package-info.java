/**
 * What the chat remembers: the logs of its rooms.
 *
 * <p>Imported by {@code chat} and {@code server}; imports nothing of ours. Locks and threads of its own are allowed here,
 * because files block.
 *
 * <p>Begin with the port, {@link io.samvad.chat.history.HistoryStore}, and what it carries: {@link
 * io.samvad.chat.history.Draft} becomes an {@link io.samvad.chat.history.Entry} at a {@link
 * io.samvad.chat.history.Position}, and {@link io.samvad.chat.history.Receipt}, {@link io.samvad.chat.history.Replay} and
 * {@link io.samvad.chat.history.Page} are the answers. Then {@code SqlHistory}, which both stores are: {@code RoomLog} writes,
 * {@code Reading} reads, {@code Rooms}, {@code People} and {@code Pruning} do what they are called, all in terms of a {@code
 * Session}. Last what differs: {@code Dialect}, and behind {@code Database} the file ({@link
 * io.samvad.chat.history.SqliteHistory}: {@code SqliteDatabase}, {@code SqliteWriter}, {@code SqliteFile}) or the server ({@link
 * io.samvad.chat.history.PostgresHistory}: {@code PostgresDatabase}, {@code PostgresAppends}, {@code PostgresServer}).
 */
package io.samvad.chat.history;
