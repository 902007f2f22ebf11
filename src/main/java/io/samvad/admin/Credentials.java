package io.samvad.admin;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import io.samvad.socketio.ConnectError;
import io.samvad.socketio.Middleware;
import io.samvad.socketio.Socket;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * Lets those in who know name and password, or have a session. The pages know the words of the refusal.
 *
 * <p>Checking a password takes tenths of a second by design, so it runs on a worker, one at a time for each instance. Who
 * guesses in a hurry only fills a short queue.
 */
final class Credentials implements Middleware {
    private static final int MAX_WAITING = 16;

    private final Vertx vertx;
    private final Sessions sessions;
    private final byte[] username;
    private final byte[] passwordHash;
    private int waiting;

    Credentials(Vertx vertx, AdminOptions options) {
        this.vertx = vertx;
        this.username = bytes(options.getUsername());
        this.passwordHash = bytes(options.getPasswordHash());
        this.sessions = new Sessions(options.getUsername(), options.getPasswordHash(), System::currentTimeMillis);
    }

    @Override
    public Future<Void> handle(Socket socket) {
        JsonObject auth = socket.handshake().auth();
        if (hasSession(socket)) {
            return Future.succeededFuture();
        }
        if (!(auth.getValue("username") instanceof String name)
                || !(auth.getValue("password") instanceof String password)) {
            return refused("invalid credentials");
        }
        if (waiting == MAX_WAITING) {
            return refused("too many attempts at a time");
        }
        waiting++;
        return vertx.executeBlocking(() -> isRight(name, password))
                .onComplete(done -> waiting--)
                .compose(right -> right ? Future.succeededFuture() : refused("invalid credentials"));
    }

    /** Whether it came with a session that is good. */
    boolean hasSession(Socket socket) {
        return sessions.isValid(socket.handshake().auth().getValue("sessionId"));
    }

    String newSession() {
        return sessions.issue();
    }

    private static Future<Void> refused(String why) {
        return Future.failedFuture(new ConnectError(why));
    }

    /** Takes as long for a wrong name as for a wrong password, so that time does not tell names. */
    private boolean isRight(String name, String password) {
        boolean nameRight = MessageDigest.isEqual(bytes(name), username);
        // Beyond 72 bytes bcrypt hears nothing; the tool that made the hash has cut it, too.
        boolean passwordRight = BCrypt.verifyer(
                        BCrypt.Version.VERSION_2A, LongPasswordStrategies.truncate(BCrypt.Version.VERSION_2A))
                .verify(bytes(password), passwordHash)
                .verified;
        return nameRight & passwordRight;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
