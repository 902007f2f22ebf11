package io.samvad.chat;

import java.util.LinkedHashMap;
import java.util.Map;

/** How often people may do what is rarely done; a person keeps what is left over all sockets on this instance. */
final class Quota {
    /** People whose allowance is remembered; of more, those are forgotten who took something longest ago. */
    private static final int MAX_PEOPLE = 10_000;

    private final int many;
    private final double perSecond;
    private final Map<String, Allowance> taken = new LinkedHashMap<>();

    /** @param seconds in which so many are allowed */
    Quota(int many, int seconds) {
        this.many = many;
        this.perSecond = (double) many / seconds;
    }

    /** Takes one; milliseconds until there is one, or 0 if it was there. */
    long take(String person) {
        Allowance allowance = taken.remove(person);
        if (allowance == null) {
            allowance = new Allowance(many, perSecond);
        }
        long wait = allowance.take();
        if (taken.size() >= MAX_PEOPLE) {
            taken.values().removeIf(Allowance::isFull);
        }
        if (taken.size() >= MAX_PEOPLE) {
            taken.remove(taken.keySet().iterator().next());
        }
        taken.put(person, allowance);
        return wait;
    }
}
