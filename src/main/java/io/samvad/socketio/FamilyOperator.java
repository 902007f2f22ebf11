package io.samvad.socketio;

import io.samvad.socketio.adapter.AckTimeoutException;
import io.samvad.socketio.protocol.Args;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Sends to many sockets of all children of a {@link ParentNamespace} that this instance knows, on all instances. A child comes
 * into being on an instance when a client asks for it there. Immutable: each call gives a new one.
 *
 * <pre>{@code
 * ParentNamespace tenants = io.of(Pattern.compile("/tenant-\\d+"));
 * tenants.to("admins").emit("maintenance", "at noon");
 * }</pre>
 */
public final class FamilyOperator {
    private final ParentNamespace family;
    /** What has been said so far, to be said of each child. */
    private final UnaryOperator<BroadcastOperator> path;

    FamilyOperator(ParentNamespace family, UnaryOperator<BroadcastOperator> path) {
        this.family = family;
        this.path = path;
    }

    private FamilyOperator then(UnaryOperator<BroadcastOperator> step) {
        return new FamilyOperator(family, child -> step.apply(path.apply(child)));
    }

    /** See {@link BroadcastOperator#to}. */
    public FamilyOperator to(String... rooms) {
        return then(child -> child.to(rooms));
    }

    /** See {@link BroadcastOperator#in}. */
    public FamilyOperator in(String... rooms) {
        return to(rooms);
    }

    /** See {@link BroadcastOperator#except}. */
    public FamilyOperator except(String... rooms) {
        return then(child -> child.except(rooms));
    }

    /** See {@link BroadcastOperator#local}. */
    public FamilyOperator local() {
        return then(BroadcastOperator::local);
    }

    /** See {@link BroadcastOperator#asVolatile}. */
    public FamilyOperator asVolatile() {
        return then(BroadcastOperator::asVolatile);
    }

    /**
     * How long {@link #emitWithAck} waits.
     *
     * @param milliseconds at least 1
     */
    public FamilyOperator timeout(long milliseconds) {
        BroadcastOperator.checkTimeout(milliseconds);
        return then(child -> child.timeout(milliseconds));
    }

    /** Sends an event; see {@link BroadcastOperator#emit}. */
    public void emit(String event, Object... arguments) {
        BroadcastOperator.checkName(event);
        Object[] values = Args.of(arguments).toList().toArray();
        family.io().execute(() -> operators().forEach(operator -> operator.emit(event, values)));
    }

    /** Sends a {@code message} event. */
    public void send(Object... arguments) {
        emit("message", arguments);
    }

    /**
     * Sends an event and collects the acknowledgement of each client.
     *
     * @return the answers of all children; fails with {@link AckTimeoutException}, which holds those that came in time
     * @throws IllegalArgumentException for a reserved name or a value that cannot be sent
     */
    public Future<List<Args>> emitWithAck(String event, Object... arguments) {
        BroadcastOperator.checkName(event);
        Object[] values = Args.of(arguments).toList().toArray();
        return family.io().call(() -> {
            List<Future<List<Args>>> asked = operators().stream()
                    .map(operator -> operator.emitWithAck(event, values))
                    .toList();
            return Future.join(asked).transform(done -> together(asked));
        });
    }

    /** All have ended, in one way or the other. */
    private static Future<List<Args>> together(List<Future<List<Args>>> asked) {
        List<Args> answers = new ArrayList<>();
        Throwable failure = null;
        for (Future<List<Args>> one : asked) {
            if (one.succeeded()) {
                answers.addAll(one.result());
                continue;
            }
            failure = one.cause();
            if (failure instanceof AckTimeoutException late) {
                answers.addAll(late.answers());
            }
        }
        if (failure == null) {
            return Future.succeededFuture(answers);
        }
        return Future.failedFuture(
                failure instanceof AckTimeoutException
                        ? new AckTimeoutException(failure.getMessage(), answers)
                        : failure);
    }

    private List<BroadcastOperator> operators() {
        return family.children().stream()
                .map(child -> path.apply(child.everybody()))
                .toList();
    }
}
