package io.samvad.chat.history;

import io.samvad.chat.history.StoreException.Code;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.LockSupport;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** The file: opens connections to it, brings its tables up to date, and says what is wrong with it. */
final class SqliteFile {
    /** Number of the last script in {@code sqlite/}, each of which writes its own into the file. */
    static final int SCHEMA = 6;

    private static final int PAGE_BYTES = 4_096;
    private static final long LOCK_PAUSE_NANOS = 5_000_000;

    private final SqliteOptions options;
    private boolean ready;
    /** Which file it is, as the system tells them apart; null before it is there, and where no system tells. */
    private volatile Object key;

    SqliteFile(SqliteOptions options) {
        this.options = options;
    }

    SqliteConnection connect() throws SQLException, IOException {
        prepare();
        checkPlace();
        Connection connection = jdbc();
        SqliteIndex.install(connection);
        return new SqliteConnection(connection);
    }

    /**
     * Fails when it is no longer the file that the next start finds. The system lets go of a file that was removed only when
     * nobody has it open: until then it can be written and read as if nothing had happened, and all is lost at the end. It is not
     * made anew, as the connections to the old one share files beside it that have the same names.
     */
    void checkPlace() {
        if (key != null && !key.equals(keyNow())) {
            throw new StoreException(
                    Code.UNAVAILABLE,
                    "the history cannot be used: its file was removed or replaced; put it back or restart the server");
        }
    }

    private Object keyNow() {
        try {
            return Files.readAttributes(options.getFile(), BasicFileAttributes.class)
                    .fileKey();
        } catch (IOException gone) {
            return null;
        }
    }

    /** Until this has succeeded once, every connection tries it anew: perhaps the disk is back. */
    private synchronized void prepare() throws SQLException, IOException {
        if (ready) {
            return;
        }
        Path file = options.getFile().toAbsolutePath();
        Files.createDirectories(file.getParent());
        // Two processes would both find that the tables are missing, and one would fail to make them.
        Path beside = file.resolveSibling(file.getFileName() + ".lock");
        try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            lock(channel);
            migrate();
        }
        key = keyNow();
        ready = true;
    }

    /**
     * Locks it until it is closed. As patient as with the database; who was not patient enough tries again with the next
     * connection.
     */
    private void lock(FileChannel channel) throws IOException {
        long deadline = System.nanoTime() + options.getBusyTimeout().toNanos();
        for (; ; ) {
            try {
                if (channel.tryLock() != null) {
                    return;
                }
            } catch (OverlappingFileLockException another) {
                // A store of this same process has it.
            }
            if (System.nanoTime() - deadline > 0) {
                throw new StoreException(
                        Code.UNAVAILABLE, "the history cannot be used: another process is preparing its file");
            }
            LockSupport.parkNanos(LOCK_PAUSE_NANOS);
        }
    }

    private void migrate() throws SQLException {
        int version = version();
        if (version > SCHEMA) {
            throw new StoreException(Code.UNAVAILABLE, "the history was written by a newer version of this program");
        }
        if (version < SCHEMA) {
            // Not asked of Flyway, which takes a third of a second to find that there is nothing to do.
            Flyway.configure()
                    .dataSource(url(), null, null)
                    .locations("classpath:io/samvad/chat/history/sqlite")
                    .load()
                    .migrate();
        }
    }

    private int version() throws SQLException {
        try (Connection connection = jdbc();
                Statement statement = connection.createStatement()) {
            return statement.executeQuery("pragma user_version").getInt(1);
        }
    }

    private Connection jdbc() throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout((int) options.getBusyTimeout().toMillis());
        // Otherwise each insert asks for the key that it made, which nobody wants to know.
        config.setGetGeneratedKeys(false);
        if (options.getMaxBytes() > 0) {
            config.setMaxPageCount((int) Math.min(Integer.MAX_VALUE, options.getMaxBytes() / PAGE_BYTES));
        }
        return config.createConnection(url());
    }

    private String url() {
        return "jdbc:sqlite:" + options.getFile().toAbsolutePath();
    }

    /** For people: what it means, not where the file is. */
    static StoreException explain(Throwable fault) {
        if (fault instanceof StoreException known) {
            return known;
        }
        return new StoreException(Code.UNAVAILABLE, "the history cannot be used: " + meaning(fault), fault);
    }

    private static String meaning(Throwable fault) {
        Throwable cause = fault instanceof FlywayException && fault.getCause() != null ? fault.getCause() : fault;
        if (!(cause instanceof SQLiteException told)) {
            return cause instanceof IOException ? "no file can be made there" : "its database failed";
        }
        return switch (SQLiteErrorCode.getErrorCode(told.getResultCode().code & 0xff)) {
            case SQLITE_FULL -> "the disk is full";
            case SQLITE_BUSY, SQLITE_LOCKED -> "another process keeps its file locked";
            case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH -> "its file must not be written";
            case SQLITE_CANTOPEN -> "its file cannot be opened";
            case SQLITE_CORRUPT, SQLITE_NOTADB -> "its file is damaged";
            case SQLITE_IOERR -> "the disk fails";
            default -> "its database failed";
        };
    }
}
