package io.samvad.server;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;

/** Whether the copy that a client already has will do (RFC 9110 section 13.1). */
final class Freshness {

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private Freshness() {}

    /**
     * Whether to answer 304. A client that sends an entity tag is judged by that alone (RFC 9110 section 13.1.3).
     *
     * @param entityTag of what would be sent, in quotes, {@code W/} before it if it is weak
     * @param lastModified of what would be sent, or null if that is not known
     */
    static boolean hasCurrentCopy(HttpServerRequest request, String entityTag, Instant lastModified) {
        String tags = request.getHeader(HttpHeaders.IF_NONE_MATCH);
        if (tags != null) {
            return tags.trim().equals("*")
                    || Arrays.stream(tags.split(","))
                            .anyMatch(tag -> opaque(tag).equals(opaque(entityTag)));
        }
        String since = request.getHeader(HttpHeaders.IF_MODIFIED_SINCE);
        return since != null && lastModified != null && isUnmodified(lastModified, since);
    }

    /** The tag without its weakness: GET compares weakly (RFC 9110 section 8.8.3.2). */
    private static String opaque(String entityTag) {
        String trimmed = entityTag.trim();
        return trimmed.startsWith("W/") ? trimmed.substring(2) : trimmed;
    }

    private static boolean isUnmodified(Instant lastModified, String since) {
        try {
            Instant seen = ZonedDateTime.parse(since, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return !lastModified.truncatedTo(ChronoUnit.SECONDS).isAfter(seen);
        } catch (DateTimeException notADate) {
            return false;
        }
    }

    /** As HTTP writes dates (RFC 9110 section 5.6.7): two digits for the day, which Java's own constant does not write. */
    static String httpDate(Instant instant) {
        return HTTP_DATE.format(instant);
    }
}
