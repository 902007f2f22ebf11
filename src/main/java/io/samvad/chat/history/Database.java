package io.samvad.chat.history;

import io.vertx.core.Future;
import java.util.function.Function;

/** Runs transactions; the rest of the store is the same for all databases. */
interface Database {
    /** Reads from one snapshot. */
    <T> Future<T> read(Function<Session, Future<T>> work);

    /**
     * Writes, and answers when that is committed and synced. Work that is to be refused throws or fails with a {@link
     * StoreException} before it has written anything: it may share its transaction with others. It may be run again.
     */
    <T> Future<T> write(Function<Session, Future<T>> work);

    /** Appends a message; apart from {@link #write}, because this is what has to be fast. */
    Future<Receipt> append(Draft draft);

    /** Ends it. */
    Future<Void> close();
}
