package io.samvad.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The page for everybody: by keyboard alone, with a screen reader, with signs that are composed of several keys. */
class ChatAccessIT {
    private static final Path AXE = Path.of("target", "npm", "node_modules", "axe-core", "axe.min.js");
    private static final String VIOLATIONS =
            "async () => (await axe.run()).violations.map((one) => one.id + ' ' + one.nodes.map((node) => node.html).join(' '))";

    /** What a key is said to be while a word is composed. */
    private static final int COMPOSING = 229;

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
                    page.at("#nick").fill("not a name");
                    page.at("#nick").press("Enter");
                    assertThat(page.at("#dialog .problem")).isVisible();
                    assertAccessible(page, "settings, " + name);
                    page.page().keyboard().press("Escape");
                }
            }
        }
    }

    @Test
    void axeFindsNothingWhereSomethingIsWrongOrNew() throws IOException {
        for (ColorScheme colours : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            String room = "wrong-" + colours.name().toLowerCase(Locale.ROOT);
            try (ChatPage other = SITE.founder("Tej-" + colours, room);
                    ChatPage page = SITE.open(1200, 700, colours).as("Usha-" + colours)) {
                page.page().navigate(SITE.url() + "/#" + room);
                assertThat(page.at("#room-name")).hasText("#" + room);
                other.say("@Usha-" + colours + " come to @Tej-" + colours);
                assertThat(page.at(".mention.mine")).isVisible();
                page.at("[data-room=lobby]").click();
                other.say("@Usha-" + colours + " again");
                assertThat(page.at("[data-room=" + room + "] .badge")).isVisible();
                page.at("#input").pressSequentially("/");
                assertThat(page.at("#completions")).isVisible();
                assertAccessible(page, "commands, " + colours);
                page.at("#input").fill("");
                page.at("[data-room=" + room + "]").click();
                assertThat(page.at(".divider")).isVisible();
                page.say("mine");
                page.awaitAllSent();
                page.at("#input").press("ArrowUp");
                assertThat(page.at("#editing")).isVisible();
                page.at("#input").fill("x".repeat(4_001));
                assertAccessible(page, "editing, " + colours);
                page.at("#input").fill("mine");
                page.page().keyboard().press("Escape");
                page.page().route("**/socket.io/?*", route -> route.abort());
                page.page().evaluate("samvad.socket.io.engine.close()");
                page.awaitState("waiting");
                page.say("not sent yet");
                page.say("/nosuch");
                assertThat(page.at("#notices .notice")).isVisible();
                assertAccessible(page, "offline, " + colours);
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

    /** The browser's own way of composing: what is not finished is in the field, and the key that ends it is not the page's. */
    @Test
    void theEnterThatEndsACompositionSendsNothing() {
        try (ChatPage page = SITE.founder("Ranjan", "composing")) {
            CDPSession keyboard = page.page().context().newCDPSession(page.page());
            page.at("#input").focus();
            keyboard.send("Input.imeSetComposition", composed("नमस्"));
            assertThat(page.at("#input")).hasValue("नमस्");
            for (String type : List.of("rawKeyDown", "keyUp")) {
                JsonObject enter = new JsonObject();
                enter.addProperty("type", type);
                enter.addProperty("key", "Enter");
                enter.addProperty("code", "Enter");
                enter.addProperty("windowsVirtualKeyCode", COMPOSING);
                keyboard.send("Input.dispatchKeyEvent", enter);
            }
            JsonObject word = new JsonObject();
            word.addProperty("text", "नमस्ते");
            keyboard.send("Input.insertText", word);
            assertThat(page.at("#input")).hasValue("नमस्ते");
            assertThat(page.at("#messages .message")).hasCount(0);
            page.at("#input").press("Enter");
            page.awaitMessages("नमस्ते");
            assertThat(page.at("#input")).hasValue("");
        }
    }

    private static JsonObject composed(String text) {
        JsonObject composed = new JsonObject();
        composed.addProperty("text", text);
        composed.addProperty("selectionStart", text.length());
        composed.addProperty("selectionEnd", text.length());
        return composed;
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
}
