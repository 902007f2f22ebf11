package io.samvad.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The page and clocks: midnight comes, a clock is set back, and one is wrong altogether. */
class ChatClockIT {
    private static final int FIVE_DAYS = 5;

    @RegisterExtension
    static final Site SITE = Site.remembering();

    /** Makes the clock of the page stand so far from the true one, and go on. */
    private static String shifted(Duration by) {
        return "{ const now = Date.now; window.shift = " + by.toMillis() + ";"
                + " Date.now = () => now() + window.shift;"
                + " const Real = Date;"
                + " window.Date = class extends Real {"
                + "   constructor(...given) { super(...(given.length ? given : [Date.now()])); }"
                + "   static now() { return now() + window.shift; }"
                + " }; }";
    }

    @Test
    void whatWasSaidTodayWasSaidYesterdayOnceItIsMidnight() {
        try (ChatPage page = SITE.visitor()) {
            page.page().addInitScript(shifted(Duration.ZERO));
            page.open(SITE.url()).as("Ojas").create("midnight");
            page.say("before midnight");
            page.awaitAllSent();
            assertThat(page.at(".separator.day")).hasText("Today");
            page.page().evaluate("window.shift = 24 * 3600 * 1000");
            // The page looks each minute, and when somebody comes back to it or says something.
            page.page().evaluate("window.dispatchEvent(new Event('focus'))");
            assertThat(page.at(".separator.day")).hasText("Yesterday");
            page.page().evaluate("window.shift = " + FIVE_DAYS + " * 24 * 3600 * 1000");
            page.page().evaluate("window.dispatchEvent(new Event('focus'))");
            String date =
                    LocalDate.now(ZoneId.systemDefault()).format(DateTimeFormatter.ofPattern("MMMM d", Locale.ENGLISH));
            assertThat(page.at(".separator.day")).containsText(date);
        }
    }

    @Test
    void whoseClockIsWrongSeesWhatTheyWriteBehindWhatWasSaid() {
        try (ChatPage page = SITE.visitor()) {
            page.page().addInitScript(shifted(Duration.ofDays(-2)));
            page.open(SITE.url()).as("Pari").create("wrong-clock");
            page.say("stored");
            page.awaitAllSent();
            page.page().route("**/socket.io/?*", route -> route.abort());
            page.page().evaluate("samvad.socket.io.engine.close()");
            page.awaitState("waiting");
            page.say("waiting");
            assertThat(page.at(".echo .text")).hasText("waiting");
            // Of the same day, and of the same group.
            assertThat(page.at("#messages .author")).hasCount(1);
            assertThat(page.at(".separator.day")).hasCount(1);
            page.page().unroute("**/socket.io/?*");
            page.at("#try-now").click();
            page.awaitAllSent();
            page.awaitMessages("stored", "waiting");
        }
    }

    @Test
    void aClockThatIsSetBackDoesNotHoldUpTheNextTry() {
        try (ChatPage page = SITE.visitor()) {
            page.page().addInitScript(shifted(Duration.ZERO));
            page.open(SITE.url());
            page.page().route("**/socket.io/?*", route -> route.abort());
            page.page().evaluate("samvad.socket.io.engine.close()");
            page.awaitState("waiting");
            page.page().evaluate("window.shift = -3600 * 1000");
            String before = page.at("#banner-text").textContent();
            page.awaitThat("document.querySelector('#banner-text').textContent !== '" + before + "'");
            assertThat(page.at("#banner-text").textContent()).matches(".*(Trying again in \\d{1,2} sec|Connecting).*");
            page.page().unroute("**/socket.io/?*");
            page.awaitState("connected");
        }
    }

    @Test
    void theExactTimeIsThatOfTheServer() {
        Instant from = Instant.now();
        try (ChatPage page = SITE.visitor()) {
            page.page().addInitScript(shifted(Duration.ofHours(7)));
            page.open(SITE.url()).as("Qadir").create("exact");
            page.say("when");
            page.awaitAllSent();
            Instant shown = Instant.parse(page.at("#messages time").first().getAttribute("datetime"));
            assertThat(shown).isBetween(from, Instant.now());
            String minute = shown.atZone(ZoneId.systemDefault())
                    .toLocalTime()
                    .format(DateTimeFormatter.ofPattern("h:mm", Locale.ENGLISH));
            assertThat(page.at("#messages time").first()).containsText(minute);
        }
    }
}
