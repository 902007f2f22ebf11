package io.samvad.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two tabs of one person in one browser, which share what the browser keeps: what waits to be sent, and what is being written. */
class ChatTabsIT {
    private static final String CONNECTIONS = "**/socket.io/?*";

    @RegisterExtension
    static final Site SITE = Site.remembering();

    private static ChatPage secondTab(ChatPage page, String room) {
        ChatPage tab = page.tab().open(SITE.url() + "/#" + room);
        assertThat(tab.at("#room-name")).hasText("#" + room);
        return tab;
    }

    private static void takeOffline(ChatPage page) {
        page.page().route(CONNECTIONS, route -> route.abort());
        page.page().evaluate("samvad.socket.io.engine.close()");
        page.awaitState("waiting");
    }

    private static void takeOnline(ChatPage page) {
        page.page().unroute(CONNECTIONS);
        page.page().evaluate("window.dispatchEvent(new Event('online'))");
        page.awaitState("connected");
    }

    @Test
    void whatBothWroteOfflineIsSaidOnceAndInTheOrderOfEach() {
        try (ChatPage reader = SITE.founder("Abe", "both");
                ChatPage first = SITE.guest("Bea", "both");
                ChatPage second = secondTab(first, "both")) {
            takeOffline(first);
            takeOffline(second);
            for (int i = 1; i <= 4; i++) {
                first.say("first " + i);
                second.say("second " + i);
            }
            takeOnline(second);
            takeOnline(first);
            reader.awaitMessageCount(8);
            first.awaitAllSent();
            second.awaitAllSent();
            assertOrder(reader, "first", 4);
            assertOrder(reader, "second", 4);
            List<String> said = reader.messages().allInnerTexts();
            first.awaitMessages(said.toArray(String[]::new));
            second.awaitMessages(said.toArray(String[]::new));
            reader.page().reload();
            reader.awaitMessages(said.toArray(String[]::new));
        }
    }

    private static void assertOrder(ChatPage reader, String beginning, int count) {
        List<String> wanted = IntStream.rangeClosed(1, count)
                .mapToObj(i -> beginning + " " + i)
                .toList();
        assertThat(reader.messages().allInnerTexts().stream().filter(text -> text.startsWith(beginning)))
                .containsExactlyElementsOf(wanted);
    }

    @Test
    void whatAClosedTabLeftIsSaidByTheOther() {
        try (ChatPage reader = SITE.founder("Cem", "closed");
                ChatPage other = SITE.guest("Dia", "closed")) {
            ChatPage closing = secondTab(other, "closed");
            takeOffline(closing);
            closing.say("left behind 1");
            closing.say("left behind 2");
            assertThat(closing.at(".echo")).hasCount(2);
            closing.close();
            reader.awaitMessages("left behind 1", "left behind 2");
            other.awaitMessages("left behind 1", "left behind 2");
            other.awaitAllSent();
            assertThat(other.page()
                            .evaluate("Object.keys(localStorage).filter((key) => key.startsWith('samvad.outbox.'))"))
                    .isEqualTo(List.of());
        }
    }

    @Test
    void whereTabsCannotBeToldApartItIsSaidOnceAsWell() {
        try (ChatPage reader = SITE.founder("Eli", "no-locks");
                ChatPage first = SITE.guest("Flo", "no-locks")) {
            // As on a page that came without TLS from another machine.
            first.page().context().addInitScript("Object.defineProperty(navigator, 'locks', {value: undefined})");
            first.page().reload();
            first.awaitState("connected");
            ChatPage second = secondTab(first, "no-locks");
            takeOffline(first);
            takeOffline(second);
            first.say("first 1");
            second.say("second 1");
            first.say("first 2");
            second.say("second 2");
            second.page().close();
            takeOnline(first);
            reader.awaitMessageCount(4);
            first.awaitAllSent();
            assertOrder(reader, "first", 2);
            assertOrder(reader, "second", 2);
            first.awaitMessages(reader.messages().allInnerTexts().toArray(String[]::new));
        }
    }

    @Test
    void eachTabHasItsOwnDraftAndThatOfAClosedTabIsFoundAgain() {
        try (ChatPage first = SITE.founder("Gus", "drafts");
                ChatPage second = secondTab(first, "drafts")) {
            first.at("#input").fill("half a thought");
            second.at("#input").fill("another one");
            second.page().reload();
            assertThat(second.at("#input")).hasValue("another one");
            assertThat(first.at("#input")).hasValue("half a thought");
            second.say("said");
            second.awaitAllSent();
            first.page().reload();
            assertThat(first.at("#input")).hasValue("half a thought");
            second.at("#input").fill("left behind");
            second.page().close();
            first.say("done");
            first.awaitAllSent();
            first.page().reload();
            assertThat(first.at("#input")).hasValue("left behind");
        }
    }
}
