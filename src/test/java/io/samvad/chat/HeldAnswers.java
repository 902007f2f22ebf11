package io.samvad.chat;

import io.samvad.chat.history.HistoryStore;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A real store whose answers to one kind of question are kept back as long as a test wants it. */
final class HeldAnswers {
    private final String question;
    private final Queue<Runnable> held = new ConcurrentLinkedQueue<>();
    private volatile boolean holding;

    /** @param question name of the method whose answers can be held */
    HeldAnswers(String question) {
        this.question = question;
    }

    /** The same store, slower. */
    HistoryStore of(HistoryStore store) {
        return (HistoryStore) Proxy.newProxyInstance(
                HistoryStore.class.getClassLoader(),
                new Class<?>[] {HistoryStore.class},
                (proxy, method, arguments) -> {
                    Object answer = call(store, method, arguments);
                    return holding && method.getName().equals(question) ? held((Future<?>) answer) : answer;
                });
    }

    private static Object call(HistoryStore store, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(store, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }

    private Future<?> held(Future<?> answer) {
        Context context = Vertx.currentContext();
        Promise<Object> late = Promise.promise();
        answer.onComplete(known -> held.add(() -> context.runOnContext(later -> {
            if (known.succeeded()) {
                late.complete(known.result());
            } else {
                late.fail(known.cause());
            }
        })));
        return late.future();
    }

    /** From now on answers wait. */
    void hold() {
        holding = true;
    }

    /** From now on answers do not wait; those that do, go on waiting. */
    void stopHolding() {
        holding = false;
    }

    /** How many answers wait. */
    int waiting() {
        return held.size();
    }

    /** Lets go what waits, and holds nothing any more. */
    void release() {
        holding = false;
        for (Runnable next = held.poll(); next != null; next = held.poll()) {
            next.run();
        }
    }
}
