package io.samvad.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The languages of the page: they are complete, and one can change from one to the other in the midst of everything. */
class ChatWordsIT {
    private static final Path WEBROOT = Path.of("webroot");

    /** What differs between two languages that must not: keys, forms for numbers, and what is filled in. */
    private static final String DIFFERENCES =
            """
            Promise.all(['en', 'hi'].map((code) => import(`/chat/texts/${code}.js`))).then((all) => {
              const [en, hi] = all.map((one) => one.default);
              const forms = (text) => (typeof text === 'object' ? Object.values(text) : [text]);
              const filled = (text) => [...new Set(forms(text).flatMap((form) => form.match(/\\{\\w+\\}/g) ?? []))].sort().join();
              const differ = (key) => !(key in en) || !(key in hi) || typeof en[key] !== typeof hi[key]
                || filled(en[key]) !== filled(hi[key]) || forms(hi[key]).some((form) => !form.trim())
                || (typeof en[key] === 'object' && !(en[key].other && hi[key].other));
              return [...new Set([...Object.keys(en), ...Object.keys(hi)])].filter(differ);
            })
            """;

    private static final String KEYS = "import('/chat/texts/en.js').then((one) => Object.keys(one.default))";

    @RegisterExtension
    static final Site SITE = Site.remembering();

    private static void choose(ChatPage page, String language) {
        page.at("#me").click();
        page.at("#language").selectOption(language);
        page.page().keyboard().press("Escape");
        assertThat(page.at("#dialog")).isHidden();
        assertThat(page.at("html")).hasAttribute("lang", language);
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
        }
    }

    @Test
    void everyLanguageSaysEverything() {
        try (ChatPage page = SITE.open()) {
            assertThat((List<?>) page.page().evaluate(DIFFERENCES)).isEmpty();
        }
    }

    /** What nobody says any more would have to be translated all the same. */
    @Test
    void everyTextIsUsed() throws IOException {
        String sources;
        try (Stream<Path> files = Files.walk(WEBROOT)) {
            sources = files.filter(file -> file.toString().endsWith(".js") || file.endsWith("index.html"))
                    .filter(file -> !file.getParent().endsWith("texts"))
                    .map(ChatWordsIT::read)
                    .collect(Collectors.joining());
        }
        try (ChatPage page = SITE.open()) {
            List<?> unused = ((List<?>) page.page().evaluate(KEYS))
                    .stream()
                            .map(String.class::cast)
                            .filter(key -> !sources.contains("\"" + key + "\""))
                            // Made of what the server or a command is called.
                            .filter(key -> !key.startsWith("refused_") && !key.matches("command[A-Z].*"))
                            .filter(key -> !key.equals("languageName"))
                            .toList();
            assertThat(unused).isEmpty();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void anotherLanguageChangesTheWordsAndNothingElse() {
        try (ChatPage page = SITE.founder("Bhavna", "words");
                ChatPage other = SITE.guest("Chirag", "words")) {
            for (int i = 1; i <= 30; i++) {
                other.say("message " + i);
            }
            other.awaitAllSent();
            assertThat(page.messages().last()).hasText("message 30");
            page.at("#find").click();
            page.at("#words").fill("message");
            page.at("#words").press("Enter");
            assertThat(page.at("#found button").first()).containsText("Today");
            page.at("#input").fill("half a thought");
            page.page().evaluate("timeline.scrollTop = 0");
            page.at("#newer").waitFor();
            choose(page, "hi");
            assertThat(page.at("#rooms-title")).hasText("कमरे");
            assertThat(page.at("#input")).hasValue("half a thought");
            assertThat(page.at("#newer")).hasText("सबसे नए पर जाएँ ↓");
            assertThat(page.page().evaluate("timeline.scrollTop")).isEqualTo(0);
            assertThat(page.at("#found button").first()).containsText("आज");
            assertThat(page.at("#search-state")).containsText("संदेश मिले");
            assertThat(page.at("#room-name")).hasText("#words");
            assertThat(page.page()).hasURL(SITE.url() + "/#words");
            page.at("#input").fill("");
            choose(page, "en");
            assertThat(page.at("#found button").first()).containsText("Today");
            assertThat(page.complaints()).isEmpty();
        }
    }

    @Test
    void aNameThatIsHalfWrittenSurvivesTheChoiceOfALanguage() {
        try (ChatPage page = SITE.open()) {
            page.at("#me").click();
            page.at("#nick").fill("आशा");
            page.at("#language").selectOption("hi");
            assertThat(page.at("#dialog-title")).hasText("नाम और सेटिंग");
            assertThat(page.at("#nick")).hasValue("आशा");
            assertThat(page.at("#language")).isFocused();
            page.at("#nick").press("Enter");
            assertThat(page.at("#me-name")).hasText("आशा");
        }
    }

    @Test
    void whatTheServerRefusesIsSaidInTheLanguageOfThePage() {
        try (ChatPage page = SITE.person("Devika")) {
            choose(page, "hi");
            page.say("/nosuch");
            assertThat(page.at("#notices")).containsText("ऐसा कोई आदेश नहीं है");
            page.at("#input").fill("");
            page.say("/nick devi ka");
            assertThat(page.at("#notices")).containsText("यह संभव नहीं है");
        }
    }

    @Test
    void aNameFromRightToLeftLeavesTheWordsAroundItInTheirOrder() {
        try (ChatPage page = SITE.founder("Esha", "directions");
                ChatPage other = SITE.guest("محمد", "directions")) {
            other.at("#input").pressSequentially("سلام");
            assertThat(page.at("#typing")).hasText("\u2068محمد\u2069 is typing…");
            other.at("#input").press("Enter");
            page.awaitMessages("سلام");
            Object beside = page.page()
                    .evaluate(
                            "(() => { const name = document.querySelector('[title*=\"محمد\"] .name');"
                                    + " const range = document.createRange(); range.selectNodeContents(name);"
                                    + " return range.getBoundingClientRect().left - name.getBoundingClientRect().left < 2; })()");
            assertThat(beside).as("it stands beside its mark").isEqualTo(true);
        }
    }
}
