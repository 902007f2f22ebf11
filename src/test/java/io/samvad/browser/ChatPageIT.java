package io.samvad.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import io.samvad.testkit.PlainClient;
import io.samvad.testkit.Program;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a visitor meets at the address that the program prints. */
class ChatPageIT {
    @RegisterExtension
    static final Site SITE = Site.forgetting();

    @Test
    void twoVisitorsTalkOverPollingThenWebSocket() {
        try (ChatPage a = SITE.open();
                ChatPage b = SITE.open()) {
            for (ChatPage page : List.of(a, b)) {
                await().pollInSameThread().atMost(20, TimeUnit.SECONDS).until(() -> "websocket"
                        .equals(page.transport()));
                assertThat(page.connections()).startsWith("polling").contains("websocket");
            }
            talk(a, b);
        }
    }

    @Test
    void twoVisitorsTalkOverWebSocketAlone() {
        try (ChatPage a = SITE.visitor().byWebSocketOnly().open(SITE.url());
                ChatPage b = SITE.visitor().byWebSocketOnly().open(SITE.url())) {
            talk(a, b);
            for (ChatPage page : List.of(a, b)) {
                assertThat(page.transport()).isEqualTo("websocket");
                assertThat(page.connections()).containsExactly("websocket");
            }
        }
    }

    private static void talk(ChatPage a, ChatPage b) {
        a.say("Hello from the first");
        a.awaitMessages("Hello from the first");
        b.awaitMessages("Hello from the first");
        b.say("Hello from the second");
        a.awaitMessages("Hello from the first", "Hello from the second");
        b.awaitMessages("Hello from the first", "Hello from the second");
        assertThat(a.page().locator("#input").inputValue()).isEmpty();
        assertThat(a.complaints()).isEmpty();
        assertThat(b.complaints()).isEmpty();
    }

    @Test
    void plainWebSocketsOfAPageAndOfAProgramJoinIn() {
        String connect =
                """
                url => new Promise((resolve, reject) => {
                  window.heard = [];
                  window.plain = new WebSocket(url);
                  plain.onmessage = event => heard.push(event.data);
                  plain.onopen = () => resolve();
                  plain.onerror = reject;
                })
                """;
        try (ChatPage page = SITE.open();
                PlainClient outside = PlainClient.connect(SITE.program().plainUrl())) {
            page.page().evaluate(connect, SITE.program().plainUrl());
            page.page().evaluate("plain.send('from the page, plainly')");
            page.awaitMessages("from the page, plainly");
            outside.awaitHeard("from the page, plainly");
            outside.say("from outside");
            page.awaitMessages("from the page, plainly", "from outside");
            page.say("from the form");
            outside.awaitHeard("from the form");
            List<String> all = List.of("from the page, plainly", "from outside", "from the form");
            await().pollInSameThread().until(() -> page.page().evaluate("heard").equals(all));
            assertThat(page.complaints()).isEmpty();
        }
    }

    @Test
    void markupStaysText() {
        String markup =
                "<img src=x onerror=\"document.title='harmed'\"><script>document.title='harmed'</script><b>&amp;</b>";
        try (ChatPage page = SITE.open()) {
            page.say(markup);
            page.awaitMessages(markup);
            assertThat(page.messages().first().evaluate("text => text.children.length"))
                    .isEqualTo(0);
            assertThat(page.page().title()).isEqualTo("Samvad chat");
            assertThat(page.complaints()).isEmpty();
        }
    }

    @Test
    void scriptThatGotIntoThePageWouldNotRun() {
        try (ChatPage page = SITE.open()) {
            page.page()
                    .evaluate("document.body.insertAdjacentHTML('beforeend',"
                            + " '<img src=\"data:,\" onerror=\"window.harmed = true\">')");
            page.page().waitForCondition(() -> page.complaints().stream()
                    .anyMatch(text -> text.contains("violates script-src")));
            assertThat(page.page().evaluate("typeof harmed")).isEqualTo("undefined");
        }
    }

    @Test
    void anEmptyMessageIsNotSent() {
        try (ChatPage page = SITE.open()) {
            page.say("");
            page.say("   ");
            page.page().locator("#input").fill("by the button");
            page.at("#send").click();
            page.awaitMessages("by the button");
        }
    }

    @Test
    void itFitsASmallWindowAndIsDarkWhenAsked() {
        try (ChatPage small = SITE.open(360, 640, ColorScheme.DARK)) {
            small.say("long".repeat(200));
            small.awaitMessageCount(1);
            assertThat(small.page().evaluate("document.documentElement.scrollWidth"))
                    .isEqualTo(360);
            BoundingBox button = small.at("#send").boundingBox();
            assertThat(button.x + button.width).isLessThanOrEqualTo(360);
            assertThat(button.y + button.height).isLessThanOrEqualTo(640);
            assertThat(brightness(small)).isLessThan(60);
            assertThat(small.complaints()).isEmpty();
        }
        try (ChatPage light = SITE.open()) {
            assertThat(brightness(light)).isGreaterThan(230);
        }
    }

    /** Of the ground behind the messages, from 0 to 255. */
    private static int brightness(ChatPage page) {
        return (int)
                page.page()
                        .evaluate(
                                "Math.max(...getComputedStyle(document.querySelector('.room')).backgroundColor.match(/\\d+/g).slice(0, 3))");
    }

    @Test
    void aReaderWhoHasScrolledUpIsLeftInPeaceAndToldOfWhatIsNew() {
        try (ChatPage page = SITE.open(360, 400, ColorScheme.LIGHT);
                PlainClient other = PlainClient.connect(SITE.program().plainUrl())) {
            for (int i = 0; i < 30; i++) {
                other.say("message " + i);
            }
            page.awaitMessageCount(30);
            String fromEnd = "timeline.scrollHeight - timeline.scrollTop - timeline.clientHeight";
            page.page().waitForCondition(() -> number(page, fromEnd) < 12);
            assertThat(page.at("#newer").isVisible()).isFalse();
            page.page().evaluate("timeline.scrollTop = 0");
            page.at("#newer").waitFor();
            other.say("one more");
            page.awaitMessageCount(31);
            assertThat(number(page, "timeline.scrollTop")).isZero();
            PlaywrightAssertions.assertThat(page.at("#newer")).hasText("1 new ↓");
            page.at("#newer").click();
            page.page().waitForCondition(() -> number(page, fromEnd) < 12);
            PlaywrightAssertions.assertThat(page.at("#newer")).isHidden();
            PlaywrightAssertions.assertThat(page.at(".divider")).hasText("New");
        }
    }

    private static double number(ChatPage page, String expression) {
        return ((Number) page.page().evaluate(expression)).doubleValue();
    }

    @Test
    void itSaysThatTheServerIsAwayAndComesBackWithIt() {
        Program first = Program.serve();
        try (ChatPage page = SITE.visitor().open(first.url())) {
            page.say("before");
            page.awaitMessages("before");
            first.kill();
            page.awaitState("waiting");
            assertThat(page.at("#banner").innerText()).contains("Trying again in");
            try (Program second = Program.serve(first.port(), Map.of())) {
                page.awaitState("connected");
                page.say("after");
                page.awaitMessages("before", "after");
                second.awaitLog(line -> line.contains(" connected by "));
            }
        } finally {
            first.close();
        }
    }
}
