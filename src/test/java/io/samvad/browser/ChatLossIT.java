package io.samvad.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.samvad.testkit.TcpProxy.Fate.ARRIVES;
import static io.samvad.testkit.TcpProxy.Fate.IS_LOST;
import static io.samvad.testkit.TcpProxy.Fate.IS_LOST_AND_CUT;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions;
import io.samvad.testkit.TcpProxy;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page on a wire that loses what it carries: nothing is missing, nothing comes twice, nothing is out of order. */
class ChatLossIT {
    /** Remembers each list of texts that was to be seen, however short. */
    private static final String WATCH = "window.seen = [];"
            + "new MutationObserver(() => seen.push([...document.querySelectorAll('#messages .text')].map((one) => one.textContent)"
            + ".filter((text) => text !== '')))"
            + ".observe(document.querySelector('#messages'), {childList: true, subtree: true, characterData: true})";

    @RegisterExtension
    static final Site SITE = Site.remembering();

    private static String room(String name, String transport) {
        return name + "-" + transport;
    }

    /** Somebody whose wire goes through this, in a room that somebody else has made. */
    private static ChatPage behind(TcpProxy wire, String transport, String nick, String room) {
        ChatPage page = SITE.visitor().by(transport).open(wire.url()).as(nick);
        page.page().navigate(wire.url() + "/#" + room);
        assertThat(page.at("#room-name")).hasText("#" + room);
        return page;
    }

    private static void assertNeverTwice(ChatPage page, String text) {
        Object most = page.page()
                .evaluate(
                        "(text) => Math.max(0, ...seen.map((all) => all.filter((one) => one === text).length))", text);
        assertThat(most).as("how often it was to be seen at once").isEqualTo(1);
    }

    @Test
    void aCommandThatIsGivenBeforeTheWelcomeIsNotSaidToAll() {
        try (TcpProxy wire = new TcpProxy(SITE.program().port());
                ChatPage other = SITE.person("Lata");
                ChatPage page = SITE.visitor()) {
            wire.slow(500);
            page.open(wire.url());
            page.say("/msg Lata for you alone");
            page.awaitMessages("for you alone");
            assertThat(other.at("[data-room^='@'] .badge")).hasText("1");
            assertThat(other.at("#messages")).not().containsText("/msg");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket"})
    void aMessageThatIsLostIsThereBeforeTheNextOne(String transport) {
        String room = room("gap", transport);
        try (TcpProxy wire = new TcpProxy(SITE.program().port());
                ChatPage other = SITE.founder("Omi-" + transport, room);
                ChatPage page = behind(wire, transport, "Pia-" + transport, room)) {
            other.say("one");
            page.awaitMessages("one");
            page.page().evaluate(WATCH);
            // An HTTP client asks again by itself when the connection ends: then the page is told of nothing.
            wire.loseOnce("\"two\"", transport.equals("polling") ? IS_LOST_AND_CUT : IS_LOST);
            other.say("two");
            other.awaitAllSent();
            other.say("three");
            other.say("four");
            page.awaitMessages("one", "two", "three", "four");
            Object early = page.page().evaluate("seen.some((all) => all.includes('three') && !all.includes('two'))");
            assertThat(early).isEqualTo(false);
            assertNeverTwice(page, "two");
            assertThat(page.page().evaluate("samvad.socket.connected")).isEqualTo(true);
            assertThat(page.complaints()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"edited", "reacted", "deleted"})
    void aChangeThatIsLostIsMadeGood(String lost) {
        String room = "change-" + lost;
        try (TcpProxy wire = new TcpProxy(SITE.program().port());
                ChatPage other = SITE.founder("Ed-" + lost, room);
                ChatPage page = behind(wire, "websocket", "Fay-" + lost, room)) {
            other.say("first");
            other.say("second");
            page.awaitMessages("first", "second");
            wire.loseOnce("[\"" + lost + "\"", IS_LOST);
            Locator second = other.at("#messages .message").last();
            if (lost.equals("edited")) {
                other.at("#input").press("ArrowUp");
                other.say("second, mended");
                assertThat(second.locator(".edited")).isVisible();
            } else if (lost.equals("reacted")) {
                second.hover();
                second.locator(".actions .symbol").first().click();
                assertThat(second.locator(".reactions button")).isVisible();
            } else {
                second.hover();
                second.locator(".actions [aria-label=Delete]").click();
                other.at("#dialog .danger").click();
                assertThat(second.locator(".deleted")).isVisible();
            }
            other.say("third");
            assertThat(page.messages().last()).hasText("third");
            Locator shown = page.at("#messages .message").nth(1);
            if (lost.equals("edited")) {
                assertThat(shown.locator(".text")).hasText("second, mended");
            } else if (lost.equals("reacted")) {
                assertThat(shown.locator(".reactions button")).hasText("👍 1");
            } else {
                assertThat(shown.locator(".text")).hasText("Message deleted");
            }
            assertThat(page.complaints()).isEmpty();
        }
    }

    @Test
    void theLastMessageOfAllIsMissedWhenOneLooksAtThePageAgain() {
        String room = "asleep";
        try (TcpProxy wire = new TcpProxy(SITE.program().port());
                ChatPage other = SITE.founder("Ira", room);
                ChatPage page = behind(wire, "polling", "Jaya", room)) {
            wire.loseOnce("\"said while asleep\"", IS_LOST_AND_CUT);
            other.say("said while asleep");
            other.awaitAllSent();
            page.page().evaluate("document.dispatchEvent(new Event('visibilitychange'))");
            page.awaitMessages("said while asleep");
        }
    }

    @Test
    void theLastMessageOfARoomThatIsNotOpenIsCountedWhenOneLooksAtThePageAgain() {
        String room = "elsewhere";
        try (TcpProxy wire = new TcpProxy(SITE.program().port());
                ChatPage founder = SITE.founder("Gia", room);
                ChatPage other = SITE.person("Hari");
                ChatPage page = behind(wire, "polling", "Indu", room)) {
            wire.loseOnce("\"said in the lobby\"", IS_LOST_AND_CUT);
            other.say("said in the lobby");
            other.awaitAllSent();
            assertThat(page.at("[data-room='lobby'] .badge")).isHidden();
            page.page().evaluate("document.dispatchEvent(new Event('visibilitychange'))");
            assertThat(page.at("[data-room='lobby'] .badge")).hasText("1");
            assertThat(founder.complaints()).isEmpty();
        }
    }

    @Test
    void aReactionOfOneselfIsTheNextEntryToo() {
        String room = "own-gap";
        try (TcpProxy wire = new TcpProxy(SITE.program().port());
                ChatPage other = SITE.founder("Kim", room);
                ChatPage page = behind(wire, "websocket", "Lea", room)) {
            other.say("lost to Lea");
            page.awaitMessages("lost to Lea");
            wire.loseOnce("\"lost too\"", IS_LOST);
            other.say("lost too");
            other.awaitAllSent();
            page.say("mine");
            page.awaitMessages("lost to Lea", "lost too", "mine");
            page.awaitAllSent();
        }
    }

    @Test
    void whatWasLostIsThereAfterTheConnectionWasCutAsWell() {
        String room = "cut";
        try (TcpProxy wire = new TcpProxy(SITE.program().port());
                ChatPage other = SITE.founder("Mia", room);
                ChatPage page = behind(wire, "websocket", "Noa", room)) {
            other.say("one");
            page.awaitMessages("one");
            page.page().evaluate(WATCH);
            wire.loseOnce("\"two\"", IS_LOST);
            other.say("two");
            other.awaitAllSent();
            cutAll(wire);
            page.awaitState("connected");
            other.say("three");
            page.awaitMessages("one", "two", "three");
            assertNeverTwice(page, "two");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket"})
    void aMessageWhoseAnswerIsLostIsShownOnce(String transport) {
        String room = room("ack", transport);
        try (TcpProxy wire = new TcpProxy(SITE.program().port());
                ChatPage other = SITE.founder("Roy-" + transport, room);
                ChatPage page = behind(wire, transport, "Sia-" + transport, room)) {
            page.page().evaluate(WATCH);
            // Nothing that the server says about it arrives: neither the answer nor the message.
            wire.judge(bytes -> bytes.contains("\"room\":\"" + room) ? IS_LOST : ARRIVES);
            page.say("said once");
            other.awaitMessages("said once");
            wire.judge(bytes -> ARRIVES);
            cutAll(wire);
            // Over polling the browser may ask again by itself, and the page is told of nothing: then the answer is
            // overdue.
            page.awaitMessages("said once");
            page.awaitAllSent();
            page.awaitState("connected");
            page.awaitMessages("said once");
            assertNeverTwice(page, "said once");
            other.say("and now this");
            page.awaitMessages("said once", "and now this");
            other.awaitMessages("said once", "and now this");
        }
    }

    @Test
    void aMessageWhoseAnswerIsLostIsShownOnceAfterAReload() {
        String room = "ack-reload";
        try (TcpProxy wire = new TcpProxy(SITE.program().port());
                ChatPage other = SITE.founder("Tom", room);
                ChatPage page = behind(wire, "websocket", "Uri", room)) {
            wire.judge(bytes -> IS_LOST);
            page.say("said once");
            other.awaitMessages("said once");
            wire.judge(bytes -> ARRIVES);
            page.page().reload();
            page.awaitMessages("said once");
            page.awaitAllSent();
            page.awaitMessages("said once");
            other.awaitMessages("said once");
        }
    }

    @Test
    void aPageIsNotLeftWaitingForAWelcomeThatWasLost() {
        try (TcpProxy wire = new TcpProxy(SITE.program().port());
                ChatPage page = SITE.visitor().by("websocket")) {
            wire.loseOnce("\"welcome\"", IS_LOST);
            page.open(wire.url());
            // With the welcome the first answer may be lost, which is waited for until it is overdue.
            assertThat(page.at("#app"))
                    .hasAttribute("data-mode", "full", new LocatorAssertions.HasAttributeOptions().setTimeout(50_000));
        }
    }

    /** Ends every connection there is. */
    private static void cutAll(TcpProxy wire) {
        for (int i = 0; i < 20; i++) {
            wire.cut(new Random(i));
        }
    }

    /** What the tests here look for must be found by the way in which they look. */
    @Test
    void whatIsSeenTwiceWouldBeNoticed() {
        try (ChatPage page = SITE.founder("Zoe", "watched")) {
            page.page().evaluate(WATCH);
            page.say("same words");
            page.say("same words");
            page.awaitMessages("same words", "same words");
            assertThat((List<?>) page.page()
                            .evaluate("seen.filter((all) => all.filter((one) => one === 'same words').length === 2)"))
                    .isNotEmpty();
        }
    }
}
