package io.samvad.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Links to rooms, back and forward, and the addresses that people write in messages. */
class ChatLinksIT {
    @RegisterExtension
    static final Site SITE = Site.remembering();

    @Test
    void backAndForwardGoThroughTheRoomsThatWereOpen() {
        try (ChatPage page = SITE.founder("Hana", "first-room")) {
            page.create("second-room");
            page.at("[data-room=lobby]").click();
            Page browser = page.page();
            browser.goBack();
            assertThat(page.at("#room-name")).hasText("#second-room");
            assertThat(browser).hasURL(SITE.url() + "/#second-room");
            browser.goBack();
            assertThat(page.at("#room-name")).hasText("#first-room");
            browser.goForward();
            assertThat(page.at("#room-name")).hasText("#second-room");
            browser.goForward();
            assertThat(page.at("#room-name")).hasText("#lobby");
            assertThat(browser).hasURL(SITE.url() + "/");
            browser.goBack();
            browser.reload();
            assertThat(page.at("#room-name")).hasText("#second-room");
            assertThat(page.at("[data-room=second-room]")).hasAttribute("aria-current", "page");
            assertThat(page.complaints()).isEmpty();
        }
    }

    @Test
    void aLinkThatIsWrittenInCapitalsDoesNotHoldWhoGoesBack() {
        try (ChatPage founder = SITE.founder("Indu", "shed");
                ChatPage page = SITE.person("Jaan")) {
            page.page().navigate(SITE.url() + "/#Shed");
            assertThat(page.at("#room-name")).hasText("#shed");
            assertThat(page.page()).hasURL(SITE.url() + "/#shed");
            page.page().goBack();
            assertThat(page.at("#room-name")).hasText("#lobby");
            assertThat(page.page()).hasURL(SITE.url() + "/");
            assertThat(founder.complaints()).isEmpty();
        }
    }

    @Test
    void aLinkToARoomThatIsNotThereLeavesOneWhereOneIs() {
        try (ChatPage page = SITE.founder("Kabir", "real")) {
            page.page().evaluate("location.hash = '#imaginary'");
            assertThat(page.at("#notices .notice p")).isVisible();
            assertThat(page.at("#room-name")).hasText("#real");
            assertThat(page.page()).hasURL(SITE.url() + "/#real");
            page.page().evaluate("location.hash = '#%E0%A4%A'");
            assertThat(page.at("#room-name")).hasText("#lobby");
            assertThat(page.complaints()).isEmpty();
        }
    }

    @Test
    void aLinkToADirectRoomIsForTheTwoOfThemOnly() {
        try (ChatPage leena = SITE.person("Leena");
                ChatPage manav = SITE.person("Manav");
                ChatPage third = SITE.person("Neel")) {
            leena.say("/msg Manav for us two");
            leena.awaitMessages("for us two");
            String link = leena.page().url();
            assertThat(link).contains("#%40");
            manav.page().navigate(link);
            assertThat(manav.at("#room-name")).hasText("Leena");
            manav.awaitMessages("for us two");
            third.page().navigate(link);
            assertThat(third.at("#notices .notice p")).isVisible();
            assertThat(third.at("#room-name")).hasText("#lobby");
            assertThat(third.at("#messages")).not().containsText("for us two");
        }
    }

    @Test
    void onlyHarmlessAddressesBecomeLinks() {
        try (ChatPage page = SITE.open()) {
            page.say(
                    "javascript:alert(1) data:text/html,x (https://example.org/a_(b)). mailto:a@example.org \"https://b.org\"onclick=x");
            page.awaitAllSent();
            Object links = page.messages()
                    .last()
                    .evaluate("text => [...text.querySelectorAll('a')].map(a => a.getAttribute('href') + ' ' + a.rel)");
            assertThat(links)
                    .isEqualTo(List.of(
                            "https://example.org/a_(b) noopener noreferrer",
                            "mailto:a@example.org noopener noreferrer",
                            "https://b.org/ noopener noreferrer"));
            assertThat(page.complaints()).isEmpty();
        }
    }
}
