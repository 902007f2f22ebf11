package io.samvad.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The page for everybody: by keyboard alone, with a screen reader, in another language, where something is forbidden or missing. */
class ChatAccessIT {
    private static final Path AXE = Path.of("target", "npm", "node_modules", "axe-core", "axe.min.js");
    private static final String VIOLATIONS =
            "async () => (await axe.run()).violations.map((one) => one.id + ' ' + one.nodes.map((node) => node.html).join(' '))";

    @RegisterExtension
    static final Site SITE = Site.remembering();

    private static void assertAccessible(ChatPage page, String state) throws IOException {
        // Colours are measured when nothing fades in any more. Asked from here: the policy of the page lets it evaluate
        // nothing.
        String still = "document.getAnimations().every((one) => one.playState === 'finished')";
        page.page().waitForCondition(() -> page.page().evaluate(still).equals(true));
        page.page().evaluate(Files.readString(AXE) + "; null");
        assertThat((List<?>) page.page().evaluate(VIOLATIONS)).as(state).isEmpty();
    }

    @Test
    void axeFindsNothingInAnyStateOfThePage() throws IOException {
        for (ColorScheme colours : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            for (int width : List.of(1200, 360)) {
                try (ChatPage page = SITE.open(width, 700, colours)) {
                    String name = colours + " at " + width;
                    page.say("see https://example.org and नमस्ते");
                    page.awaitAllSent();
                    page.at("#messages .message").last().focus();
                    assertAccessible(page, name);
                    page.at("#keys").click();
                    assertAccessible(page, "keys, " + name);
                    page.page().keyboard().press("Escape");
                    page.at("#find").click();
                    page.at("#words").fill("example");
                    page.at("#words").press("Enter");
                    assertThat(page.at("#found button").first()).isVisible();
                    assertAccessible(page, "search, " + name);
                    page.at("#close-search").click();
                    if (width < 700) {
                        page.at("#open-menu").click();
                        assertAccessible(page, "menu, " + name);
                    }
                    page.at("#browse").click();
                    assertThat(page.at("#dialog .room-list button").first()).isVisible();
                    assertAccessible(page, "rooms, " + name);
                    page.page().keyboard().press("Escape");
                    page.at("#me").click();
                    assertAccessible(page, "settings, " + name);
                    page.page().keyboard().press("Escape");
                }
            }
        }
    }

    @Test
    void theKeyboardReachesEverything() {
        try (ChatPage page = SITE.open()) {
            assertThat(page.at("#input")).isFocused();
            page.page().keyboard().type("one");
            page.page().keyboard().press("Shift+Enter");
            page.page().keyboard().type("two");
            page.page().keyboard().press("Enter");
            assertThat(page.messages().last()).hasText("one\ntwo");
            page.awaitAllSent();
            page.page().keyboard().press("Shift+F6");
            assertThat(page.at("#timeline")).isFocused();
            page.page().keyboard().press("ArrowUp");
            assertThat(page.at(".message:focus .text")).hasText("one\ntwo");
            page.page().keyboard().press("Enter");
            assertThat(page.at(".actions button").first()).isFocused();
            page.page().keyboard().press("ArrowLeft");
            assertThat(page.at(".actions [aria-label=Delete]")).isFocused();
            page.page().keyboard().press("Escape");
            assertThat(page.at(".message:focus")).hasCount(1);
            page.page().keyboard().press("?");
            assertThat(page.at("#dialog-title")).hasText("Keys and commands");
            page.page().keyboard().press("Escape");
            assertThat(page.at("#dialog")).isHidden();
            page.page().keyboard().press("F6");
            assertThat(page.at("#input")).isFocused();
            page.page().keyboard().press("F6");
            assertThat(page.at("[data-room=lobby]")).isFocused();
            page.page().keyboard().press("Escape");
            assertThat(page.at("#input")).isFocused();
            page.page().keyboard().type("/to");
            page.page().keyboard().press("Tab");
            assertThat(page.at("#input")).hasValue("/topic ");
            assertThat(page.complaints()).isEmpty();
        }
    }

    @Test
    void theEnterThatEndsACompositionSendsNothing() {
        try (ChatPage page = SITE.open()) {
            page.at("#input").fill("नमस्");
            page.page()
                    .evaluate("input.dispatchEvent(new KeyboardEvent('keydown',"
                            + " {key: 'Enter', isComposing: true, bubbles: true, cancelable: true}))");
            assertThat(page.at("#input")).hasValue("नमस्");
            page.at("#input").press("Enter");
            assertThat(page.at("#input")).hasValue("");
        }
    }

    @Test
    void onlyNewMessagesOfOthersAreAnnounced() {
        try (ChatPage page = SITE.open();
                ChatPage other = SITE.open()) {
            page.say("my own words");
            page.awaitAllSent();
            other.say("please announce this");
            assertThat(page.at("#announcer")).hasText("Guest says: please announce this");
            page.page().reload();
            assertThat(page.messages().last()).hasText("please announce this");
            assertThat(page.at("#announcer")).hasText("");
            assertThat(page.at("#timeline")).hasAttribute("role", "log");
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

    @Test
    void theLanguageIsTheBrowsersAndCanBeChosen() {
        Browser.NewContextOptions hindi = new Browser.NewContextOptions().setLocale("hi-IN");
        try (BrowserContext visitor = SITE.browser().newContext(hindi)) {
            Page page = visitor.newPage();
            page.navigate(SITE.url());
            assertThat(page.locator("#rooms-title")).hasText("कमरे");
            assertThat(page.locator("html")).hasAttribute("lang", "hi");
            page.locator("#me").click();
            page.locator("#language").selectOption("en");
            assertThat(page.locator("#rooms-title")).hasText("Rooms");
            page.reload();
            assertThat(page.locator("#rooms-title")).hasText("Rooms");
            Object same = page.evaluate("Promise.all(['en', 'hi'].map((code) => import(`/chat/texts/${code}.js`)))"
                    + ".then((all) => all.map((one) => Object.keys(one.default).join()))"
                    + ".then(([en, hi]) => en === hi)");
            assertThat(same).isEqualTo(true);
        }
    }

    @Test
    void whatDoesNotLoadIsSaidOnThePage() {
        for (String missing : List.of("**/socket.io/*.js", "**/chat/links.js", "**/chat/main.js")) {
            try (BrowserContext visitor = SITE.browser().newContext()) {
                Page page = visitor.newPage();
                page.route(missing, route -> route.abort());
                page.navigate(SITE.url());
                assertThat(page.locator("#failure-text")).isVisible();
                assertThat(page.locator("#app")).isHidden();
                page.unroute(missing);
                page.locator("#failure-reload").click();
                assertThat(page.locator("#app")).hasAttribute("data-connection", "connected");
            }
        }
    }

    @Test
    void withoutJavaScriptThePageSaysWhatItNeeds() {
        try (BrowserContext visitor =
                SITE.browser().newContext(new Browser.NewContextOptions().setJavaScriptEnabled(false))) {
            Page page = visitor.newPage();
            page.navigate(SITE.url());
            assertThat(page.locator("body > noscript").textContent()).contains("needs JavaScript");
            assertThat(page.locator("#app")).isHidden();
        }
    }

    @Test
    void whereStorageIsForbiddenOneCanStillTalk() {
        try (ChatPage page = SITE.visitor()) {
            page.page()
                    .addInitScript("Object.defineProperty(window, 'localStorage',"
                            + " {get() { throw new DOMException('forbidden', 'SecurityError'); }})");
            page.open(SITE.url());
            page.say("nothing is kept");
            page.awaitAllSent();
            assertThat(page.messages().last()).hasText("nothing is kept");
            assertThat(page.complaints()).isEmpty();
        }
    }
}
