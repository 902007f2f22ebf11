package io.samvad.chat.history;

import io.samvad.chat.history.StoreException.Code;
import io.vertx.core.Future;
import java.time.Clock;

/** Counts what people rarely do, in the transaction that does it: so it holds for all nodes, whatever they do at once. */
final class Allowances {
    /** Takes one, if there is one: a statement that cannot be cut in two by another node. */
    private static final String TAKE = "insert into allowance (person, what, full_at) values ($1, $2, $3)"
            + " on conflict (person, what) do update set full_at ="
            + " case when allowance.full_at > $4 then allowance.full_at else $4 end + $5"
            + " where allowance.full_at <= $6 returning full_at";

    private final Clock clock;

    Allowances(Clock clock) {
        this.clock = clock;
    }

    /**
     * Takes one.
     *
     * @param what of which kind, as the person is told
     * @return fails with {@code TOO_FAST}, and then nothing is written
     */
    Future<?> take(Session session, String person, String what, Quota quota) {
        if (quota == Quota.NONE) {
            return Future.succeededFuture();
        }
        long now = clock.millis();
        long step = Math.max(1, quota.within().toMillis() / quota.many());
        long latest = now + step * (quota.many() - 1);
        return session.query(TAKE, person, what, now + step, now, step, latest)
                .compose(taken -> taken.isEmpty() ? refuse(session, person, what, latest) : Future.succeededFuture());
    }

    private static Future<?> refuse(Session session, String person, String what, long latest) {
        return session.query("select full_at from allowance where person = $1 and what = $2", person, what)
                .map(rows -> {
                    throw new StoreException(
                            Code.TOO_FAST,
                            "too many " + what + " in a short time",
                            Math.max(1, rows.get(0).number(0) - latest));
                });
    }
}
