package io.samvad.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where something is missing, broken, forbidden or full: the page says what it cannot do, and does what it can. */
class ChatTroubleIT {
    /** Nothing fits any more, and what is there stays. */
    private static final String FULL =
            "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }";

    private static final String FORBIDDEN = "Object.defineProperty(window, 'localStorage',"
            + " {get() { throw new DOMException('forbidden', 'SecurityError'); }});"
            + "Object.defineProperty(window, 'sessionStorage',"
            + " {get() { throw new DOMException('forbidden', 'SecurityError'); }})";

    private static final String SPOILT = "for (const [key, value] of Object.entries({key: '5', nick: '{\"a\":1}',"
            + " 'outbox.x': '{\"id\":\"x\"}', 'draft.lobby.x': '[]', language: '\"tlh\"', read: '7', notify: '{'}))"
            + " localStorage['samvad.' + key] ??= value;";

    @RegisterExtension
    static final Site SITE = Site.remembering();

    private static void assertSaysThatItFailed(String part, Route.FulfillOptions broken) {
        try (BrowserContext visitor = SITE.browser().newContext()) {
            Page page = visitor.newPage();
            page.route(part, route -> {
                if (broken == null) {
                    route.abort();
                } else {
                    route.fulfill(broken);
                }
            });
            page.navigate(SITE.url());
            assertThat(page.locator("#failure-text")).isVisible();
            assertThat(page.locator("#app")).isHidden();
            page.unroute(part);
            page.locator("#failure-reload").click();
            assertThat(page.locator("#app")).hasAttribute("data-connection", "connected");
            assertThat(page.locator("#failure-text")).isHidden();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"**/socket.io/*.js", "**/chat/links.js", "**/chat/main.js", "**/chat/texts/hi.js"})
    void whatDoesNotLoadIsSaidOnThePage(String part) {
        assertSaysThatItFailed(part, null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"**/socket.io/*.js", "**/chat/log.js"})
    void whatIsNotThereIsSaidOnThePage(String part) {
        assertSaysThatItFailed(
                part,
                new Route.FulfillOptions()
                        .setStatus(404)
                        .setContentType("text/html")
                        .setBody("<h1>Not found</h1>"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"this is no script", "export const io = 1;", "throw new Error('at the start');"})
    void aScriptThatFailsIsSaidOnThePage(String script) {
        assertSaysThatItFailed(
                "**/chat/composer.js",
                new Route.FulfillOptions().setContentType("text/javascript").setBody(script));
    }

    @Test
    void withoutJavaScriptThePageSaysWhatItNeedsInBothLanguages() {
        try (BrowserContext visitor =
                SITE.browser().newContext(new Browser.NewContextOptions().setJavaScriptEnabled(false))) {
            Page page = visitor.newPage();
            page.navigate(SITE.url());
            assertThat(page.locator("body > noscript .failure")).isVisible();
            assertThat(page.locator("body > noscript").textContent()).contains("needs JavaScript", "JavaScript चाहिए");
            assertThat(page.locator("#app")).isHidden();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {FULL, FORBIDDEN, SPOILT})
    void whereNothingCanBeKeptOrWhatIsKeptIsSpoiltOneCanStillTalk(String trouble) {
        try (ChatPage page = SITE.visitor()) {
            page.page().addInitScript(trouble);
            page.open(SITE.url());
            assertThat(page.at("#app")).hasAttribute("data-mode", "full");
            page.say("all the same " + trouble.length());
            page.awaitAllSent();
            assertThat(page.messages().last()).hasText("all the same " + trouble.length());
            page.at("#input").fill("a draft");
            page.say("/create trouble-" + trouble.length());
            assertThat(page.at("#room-name")).hasText("#trouble-" + trouble.length());
            page.page().route("**/socket.io/?*", route -> route.abort());
            page.page().evaluate("samvad.socket.io.engine.close()");
            page.awaitState("waiting");
            page.say("kept as long as the page is open");
            assertThat(page.at(".echo .state")).hasText("Will be sent when you are connected");
            page.page().unroute("**/socket.io/?*");
            page.at("#try-now").click();
            page.awaitAllSent();
            page.awaitMessages("kept as long as the page is open");
            assertThat(page.complaints()).allMatch(text -> text.contains("net::ERR_FAILED"));
        }
    }

    @Test
    void whoWouldLoseWhatIsNotSentIsAskedBeforeTheyLeave() {
        List<String> asked = new ArrayList<>();
        try (ChatPage page = SITE.visitor()) {
            page.page().onDialog(dialog -> {
                asked.add(dialog.type());
                dialog.accept();
            });
            page.page().addInitScript(FULL);
            page.open(SITE.url());
            page.say("said");
            page.awaitAllSent();
            page.page().reload();
            page.awaitState("connected");
            assertThat(asked).isEmpty();
            page.page().route("**/socket.io/?*", route -> route.abort());
            page.page().evaluate("samvad.socket.io.engine.close()");
            page.awaitState("waiting");
            page.say("not sent");
            page.page().reload();
            assertThat(asked).containsExactly("beforeunload");
        }
    }

    /** {@link ChatPage} listens to violations; everything that the page can do is done here once. */
    @Test
    void thePolicyOfThePageForbidsNothingThatItDoes() {
        try (ChatPage page = SITE.founder("Farah", "policy");
                ChatPage other = SITE.guest("Gita", "policy")) {
            other.say("see https://example.org, @Farah");
            page.awaitMessages("see https://example.org, @Farah");
            page.at("#messages .message").first().hover();
            page.at(".actions .symbol").first().click();
            assertThat(page.at(".reactions button")).isVisible();
            page.at("#input").pressSequentially("one line\nand @Gi");
            page.at("#input").fill("x".repeat(3_900));
            assertThat(page.at("#counter")).hasText("100 characters left");
            page.at("#input").fill("");
            for (String opener : List.of("#keys", "#me", "#browse")) {
                page.at(opener).click();
                page.page().keyboard().press("Escape");
            }
            page.at("#find").click();
            page.at("#words").fill("see");
            page.at("#words").press("Enter");
            page.at("#found button").click();
            assertThat(page.at(".marked, .message:focus")).hasCount(1);
            page.at("#close-search").click();
            page.page().setViewportSize(360, 640);
            page.at("#open-menu").click();
            page.page().keyboard().press("Escape");
            assertThat(page.complaints()).isEmpty();
            assertThat(other.complaints()).isEmpty();
        }
    }
}
