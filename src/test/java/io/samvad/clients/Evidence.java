package io.samvad.clients;

import io.samvad.clients.SeenHistory.Log;
import io.samvad.clients.SeenHistory.Operation;
import io.samvad.clients.SeenHistory.Place;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The logs at the end, and which operation a text or an entry comes from. Each text is given only once. */
final class Evidence {
    private final Map<String, Log> logs;
    /** Operations that gave a text, by the text. */
    private final Map<String, Operation> texts = new HashMap<>();
    /** Operations that are acknowledged as messages, by room and number. */
    private final Map<String, Operation> posted = new HashMap<>();
    /** Numbers of messages whose operation is not acknowledged, by text. */
    private final Map<String, Place> found = new HashMap<>();

    Evidence(SeenHistory history) {
        logs = history.logs().stream().collect(Collectors.toMap(Log::room, Function.identity()));
        for (Operation one : history.operations()) {
            if (one.is(SeenHistory.POSTED) || one.is(SeenHistory.EDITED)) {
                texts.put(one.what(), one);
            }
            if (one.is(SeenHistory.POSTED) && one.isAcked()) {
                posted.put(one.room() + " " + one.seq(), one);
            }
        }
        for (Log log : history.logs()) {
            log.places().values().stream()
                    .filter(place -> place.is(SeenHistory.POSTED) && place.what() != null)
                    .forEach(place -> found.putIfAbsent(place.what(), place));
        }
    }

    Log log(String room) {
        return logs.get(room);
    }

    Place at(String room, long seq) {
        Log log = logs.get(room);
        return log == null ? null : log.places().get(seq);
    }

    /** Whether there is a message that was deleted. */
    boolean isGone(String room, long seq) {
        Place there = at(room, seq);
        return there != null && there.is(SeenHistory.POSTED) && there.what() == null;
    }

    /** Whether an entry may have been an edit, before its message was deleted. */
    boolean isEditOfGone(Place there) {
        return there.is(SeenHistory.DELETED) && isGone(there.room(), there.target());
    }

    /** The message that has or had this text; null when there is none. */
    Place messageOf(String text) {
        Operation origin = texts.get(text);
        if (origin == null) {
            return null;
        }
        if (origin.is(SeenHistory.EDITED)) {
            return at(origin.room(), origin.target());
        }
        return origin.isAcked() ? at(origin.room(), origin.seq()) : found.get(text);
    }

    /** Whether a message has or had that text. */
    boolean isTextOf(String text, String room, long seq) {
        Place message = messageOf(text);
        return message != null && message.room().equals(room) && message.seq() == seq;
    }

    /** The edit that gave a text; null when it is a first text. */
    Operation edit(String text) {
        Operation origin = texts.get(text);
        return origin != null && origin.is(SeenHistory.EDITED) ? origin : null;
    }

    /** The operation that posted what is at that place; null when nobody did. */
    Operation origin(Place place) {
        Operation byText = place.what() == null ? null : texts.get(place.what());
        if (byText != null && byText.is(SeenHistory.POSTED)) {
            return byText.room().equals(place.room()) ? byText : null;
        }
        if (byText != null && (byText.target() != place.seq() || !byText.room().equals(place.room()))) {
            return null;
        }
        return byText == null && place.what() != null ? null : posted.get(place.room() + " " + place.seq());
    }
}
