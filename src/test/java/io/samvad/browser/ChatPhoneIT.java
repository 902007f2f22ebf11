package io.samvad.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.options.BoundingBox;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The page on a phone: its keyboard, its corners, and fingers instead of a pointer. */
class ChatPhoneIT {
    private static final int WIDTH = 360;
    private static final int HEIGHT = 740;
    private static final int WITH_KEYBOARD = 400;
    private static final int NOTCH = 47;
    private static final int HOME_BAR = 34;

    /** A keyboard that lies over the page: then only the visual viewport of the browser becomes smaller. */
    private static final String KEYBOARD_OVER_THE_PAGE =
            "Object.defineProperty(window, 'visualViewport', {value: Object.assign(new EventTarget(),"
                    + " {height: innerHeight, scale: 1, offsetTop: 0})});"
                    + "window.showKeyboard = (height, scale) => {"
                    + "  Object.assign(visualViewport, {height, scale}); visualViewport.dispatchEvent(new Event('resize')); }";

    @RegisterExtension
    static final Site SITE = Site.remembering();

    private static ChatPage phone(int width, int height) {
        return ChatPage.of(
                SITE.browser(),
                new Browser.NewContextOptions()
                        .setViewportSize(width, height)
                        .setIsMobile(true)
                        .setHasTouch(true)
                        .setDeviceScaleFactor(2));
    }

    private static void talk(ChatPage page, String room) {
        page.page().evaluate("document.activeElement.blur()");
        page.say("/create " + room);
        assertThat(page.at("#room-name")).hasText("#" + room);
        for (int i = 1; i <= 20; i++) {
            page.say("message " + i);
        }
        page.awaitAllSent();
    }

    private static double bottom(ChatPage page, String selector) {
        BoundingBox box = page.at(selector).last().boundingBox();
        return box.y + box.height;
    }

    @Test
    void theFieldAndTheLastMessageStayAboveAKeyboardThatMakesThePageSmaller() {
        try (ChatPage page = phone(WIDTH, HEIGHT).open(SITE.url())) {
            talk(page, "smaller");
            assertThat(page.page().locator("meta[name=viewport]"))
                    .hasAttribute(
                            "content",
                            "width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content");
            page.at("#input").tap();
            page.page().setViewportSize(WIDTH, WITH_KEYBOARD);
            assertThat(page.messages().last()).isInViewport();
            assertThat(bottom(page, "#send")).isLessThanOrEqualTo(WITH_KEYBOARD);
            assertThat(page.at("#room-name")).isInViewport();
            page.page().setViewportSize(WIDTH, HEIGHT);
            assertThat(page.messages().last()).isInViewport();
        }
    }

    @Test
    void theFieldAndTheLastMessageStayAboveAKeyboardThatLiesOverThePage() {
        try (ChatPage page = phone(WIDTH, HEIGHT)) {
            page.page().addInitScript(KEYBOARD_OVER_THE_PAGE);
            page.open(SITE.url());
            talk(page, "over");
            page.page().evaluate("showKeyboard(" + WITH_KEYBOARD + ", 1)");
            assertThat(bottom(page, "#send")).isLessThanOrEqualTo(WITH_KEYBOARD);
            page.page().waitForCondition(() -> bottom(page, "#messages .message") <= WITH_KEYBOARD);
            page.page().evaluate("showKeyboard(" + HEIGHT + ", 1)");
            assertThat(bottom(page, "#send")).isGreaterThan(WITH_KEYBOARD);
            // Whoever has zoomed in sees a part of the page only, and nothing becomes smaller.
            page.page().evaluate("showKeyboard(" + HEIGHT / 2 + ", 2)");
            assertThat(bottom(page, "#send")).isGreaterThan(WITH_KEYBOARD);
            assertThat(page.complaints()).isEmpty();
        }
    }

    /** What the corners, the camera and the bar at the bottom cover. */
    private static void cover(ChatPage page, int top, int side, int bottom) {
        CDPSession session = page.page().context().newCDPSession(page.page());
        JsonObject insets = new JsonObject();
        for (Map.Entry<String, Integer> inset : Map.of("top", top, "left", side, "right", side, "bottom", bottom)
                .entrySet()) {
            insets.addProperty(inset.getKey(), inset.getValue());
            insets.addProperty(inset.getKey() + "Max", inset.getValue());
        }
        JsonObject wanted = new JsonObject();
        wanted.add("insets", insets);
        session.send("Emulation.setSafeAreaInsetsOverride", wanted);
    }

    private static void assertWithin(ChatPage page, String selector, int top, int side, int bottom) {
        BoundingBox box = page.at(selector).boundingBox();
        int width = page.page().viewportSize().width;
        int height = page.page().viewportSize().height;
        assertThat(box.y).as(selector + " top").isGreaterThanOrEqualTo(top);
        assertThat(box.x).as(selector + " left").isGreaterThanOrEqualTo(side);
        assertThat(box.x + box.width).as(selector + " right").isLessThanOrEqualTo(width - side);
        assertThat(box.y + box.height).as(selector + " bottom").isLessThanOrEqualTo(height - bottom);
    }

    @Test
    void nothingThatIsNeededLiesBelowTheNotchOrTheHomeBar() {
        try (ChatPage page = phone(WIDTH, HEIGHT).open(SITE.url())) {
            cover(page, NOTCH, 0, HOME_BAR);
            page.awaitThat("getComputedStyle(document.querySelector('#app')).paddingTop === '" + NOTCH + "px'");
            for (String part : new String[] {"#room-name", "#open-menu", "#keys", "#send", "#input"}) {
                assertWithin(page, part, NOTCH, 0, HOME_BAR);
            }
            page.at("#open-menu").tap();
            page.awaitThat("document.getAnimations().length === 0");
            for (String part : new String[] {"#close-menu", "[data-room=lobby]", "#me"}) {
                assertWithin(page, part, NOTCH, 0, HOME_BAR);
            }
            page.at("#close-menu").tap();
            page.at("#find").tap();
            assertWithin(page, "#words", NOTCH, 0, HOME_BAR);
            assertWithin(page, "#close-search", NOTCH, 0, HOME_BAR);
            page.at("#close-search").tap();
            page.at("#keys").tap();
            assertWithin(page, "#dialog", NOTCH / 2, 0, HOME_BAR / 2);
        }
    }

    @Test
    void thePhoneMayLieOnItsSide() {
        for (int width : new int[] {700, 900}) {
            try (ChatPage page = phone(width, WIDTH).open(SITE.url())) {
                cover(page, 0, NOTCH, HOME_BAR / 2);
                page.awaitThat("getComputedStyle(document.querySelector('#app')).paddingRight === '" + NOTCH + "px'");
                for (String part : new String[] {"#room-name", "#keys", "#send", "#input"}) {
                    assertWithin(page, part, 0, NOTCH, HOME_BAR / 2);
                }
                if (page.at("#open-menu").isVisible()) {
                    page.at("#open-menu").tap();
                    page.awaitThat("document.getAnimations().length === 0");
                }
                assertWithin(page, "[data-room=lobby]", 0, NOTCH, HOME_BAR / 2);
                assertWithin(page, "#me", 0, NOTCH, HOME_BAR / 2);
            }
        }
    }

    @Test
    void aFingerReachesWhatAPointerReaches() {
        try (ChatPage page = phone(WIDTH, HEIGHT).open(SITE.url())) {
            talk(page, "finger");
            page.at("#messages .message").last().tap();
            page.at(".actions .symbol").first().tap();
            assertThat(page.at(".reactions button")).hasText("👍 1");
            page.at("#messages .message").nth(18).tap();
            page.at(".actions [aria-label=Edit]").tap();
            assertThat(page.at("#input")).hasValue("message 19");
            page.at("#cancel-edit").tap();
            assertThat(page.at("#input")).hasValue("");
            page.at("#open-menu").tap();
            page.at("[data-room=lobby]").tap();
            assertThat(page.at("#room-name")).hasText("#lobby");
            assertThat(page.at("#close-menu")).isHidden();
        }
    }
}
