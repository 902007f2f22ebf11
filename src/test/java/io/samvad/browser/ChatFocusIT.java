package io.samvad.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Where the focus is, that it is seen there, and that dialogs and banners take nothing away from who is at work. */
class ChatFocusIT {
    /** As the guidelines for accessible pages have it for what is not text. */
    private static final double LEAST_CONTRAST = 3;

    private static final int MOST_STEPS = 60;

    /** Remembers what the banner shows, and what a screen reader is told of it. */
    private static final String LISTEN = "window.shown = []; window.told = [];"
            + "for (const [id, texts] of [['banner-text', shown], ['connection-state', told]])"
            + " new MutationObserver(() => texts.push(document.getElementById(id).textContent))"
            + ".observe(document.getElementById(id), {childList: true});";

    private static final String SECONDS_GO_BY =
            "(texts) => texts.some((text, at) => at > 0 && /in \\d+ sec/.test(text) && /in \\d+ sec/.test(texts[at - 1]))";

    /**
     * The outline of what has the focus, its contrast to the ground around it, and whether something cuts it off. The field has
     * its outline around the send button, too.
     */
    private static final String OUTLINE =
            """
            (() => {
              const channels = (colour) => {
                const canvas = new OffscreenCanvas(1, 1).getContext('2d');
                canvas.fillStyle = colour;
                canvas.fillRect(0, 0, 1, 1);
                return [...canvas.getImageData(0, 0, 1, 1).data];
              };
              const light = (colour) => {
                const [r, g, b] = channels(colour).slice(0, 3).map((one) => one / 255)
                  .map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4));
                return 0.2126 * r + 0.7152 * g + 0.0722 * b;
              };
              const ground = (item) => {
                for (let at = item; at; at = at.parentElement) {
                  const colour = getComputedStyle(at).backgroundColor;
                  if (channels(colour)[3] === 255) {
                    return colour;
                  }
                }
                return 'white';
              };
              const focused = document.activeElement;
              const framed = focused.id === 'input' ? focused.parentElement : focused;
              const style = getComputedStyle(framed);
              const isField = framed !== focused;
              const colour = isField ? style.borderTopColor : style.outlineColor;
              const width = isField
                ? 2 * Number(style.boxShadow.includes('1px') && style.boxShadow.includes(style.borderTopColor))
                : (style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth));
              const [a, b] = [light(colour), light(ground(framed.parentElement))].sort((x, y) => y - x);
              const far = isField ? 1 : width + parseFloat(style.outlineOffset);
              const box = framed.getBoundingClientRect();
              let cut = false;
              for (let at = framed.parentElement; at && at !== document.body; at = at.parentElement) {
                if (getComputedStyle(at).overflowY !== 'visible') {
                  const frame = at.getBoundingClientRect();
                  cut ||= box.top - far < frame.top - 0.5 || box.bottom + far > frame.bottom + 0.5
                    || box.left - far < frame.left - 0.5 || box.right + far > frame.right + 0.5;
                }
              }
              window.visited ??= new Set();
              const again = visited.has(focused);
              visited.add(focused);
              return {again, name: focused.id || focused.className || focused.tagName, width: width + 0.01, contrast: (a + 0.05) / (b + 0.05) + 0.001, cut};
            })()
            """;

    @RegisterExtension
    static final Site SITE = Site.remembering();

    private static Set<String> tabThrough(ChatPage page, String state) {
        Set<String> reached = new LinkedHashSet<>();
        page.page().evaluate("window.visited = new Set()");
        for (int i = 0; i < MOST_STEPS; i++) {
            page.page().keyboard().press("Tab");
            if (page.page().evaluate("document.activeElement === document.body").equals(true)) {
                // Behind the last comes the browser's own part, and then the first.
                continue;
            }
            Map<?, ?> outline = (Map<?, ?>) page.page().evaluate(OUTLINE);
            if (outline.get("again").equals(true)) {
                return reached;
            }
            String name = state + ": " + outline.get("name");
            assertThat((double) outline.get("width")).as(name).isGreaterThanOrEqualTo(2);
            assertThat((double) outline.get("contrast")).as(name).isGreaterThanOrEqualTo(LEAST_CONTRAST);
            assertThat(outline.get("cut")).as(name + " cut off").isEqualTo(false);
            reached.add((String) outline.get("name"));
        }
        throw new AssertionError("the Tab key does not come around: " + reached);
    }

    @Test
    void whatHasTheFocusIsSeenToHaveItEverywhere() {
        for (ColorScheme colours : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            for (int width : List.of(1200, 360)) {
                String name = colours + " at " + width;
                try (ChatPage page = SITE.open(width, 700, colours)) {
                    assertThat(page.at("#app")).hasAttribute("data-mode", "full");
                    page.say("something to go to");
                    page.awaitAllSent();
                    page.at("#find").click();
                    page.at("#words").fill("something");
                    page.at("#words").press("Enter");
                    assertThat(page.at("#found button").first()).isVisible();
                    Set<String> reached = tabThrough(page, name);
                    assertThat(reached).contains("words", "close-search", "find", "keys", "timeline", "input", "send");
                    page.at("#close-search").click();
                    if (width < 700) {
                        page.at("#open-menu").click();
                        page.awaitThat("document.getAnimations().length === 0");
                    }
                    assertThat(tabThrough(page, name + ", the lists")).contains("browse", "entry", "me");
                    for (String opener : List.of("#browse", "#me")) {
                        page.at(opener).click();
                        assertThat(page.at("#dialog")).isVisible();
                        tabThrough(page, name + ", dialog of " + opener);
                        page.page().keyboard().press("Escape");
                    }
                    // A message, and what can be done with it.
                    page.page().keyboard().press("Escape");
                    page.page().keyboard().press("Shift+F6");
                    page.page().keyboard().press("ArrowUp");
                    page.page().keyboard().press("Enter");
                    Map<?, ?> outline = (Map<?, ?>) page.page().evaluate(OUTLINE);
                    assertThat((double) outline.get("contrast")).as(name).isGreaterThanOrEqualTo(LEAST_CONTRAST);
                }
            }
        }
    }

    @Test
    void aDialogKeepsTheFocusAndGivesItBack() {
        try (ChatPage page = SITE.open()) {
            assertThat(page.at("#app")).hasAttribute("data-mode", "full");
            for (String opener : List.of("#browse", "#me", "#keys")) {
                page.at(opener).focus();
                page.page().keyboard().press("Enter");
                assertThat(page.at("#dialog")).isVisible();
                for (int i = 0; i < 12; i++) {
                    page.page().keyboard().press(i % 3 == 2 ? "Shift+Tab" : "Tab");
                    Object inside = page.page()
                            .evaluate("document.activeElement === document.body"
                                    + " || document.querySelector('#dialog').contains(document.activeElement)");
                    assertThat(inside).as(opener).isEqualTo(true);
                }
                page.page().keyboard().press("Escape");
                assertThat(page.at("#dialog")).isHidden();
                assertThat(page.at(opener)).isFocused();
            }
        }
    }

    @Test
    void whatIsRefusedInADialogIsSaidInTheDialog() {
        try (ChatPage first = SITE.person("Omkara");
                ChatPage page = SITE.open()) {
            page.at("#me").click();
            page.at("#nick").fill("omkara");
            page.at("#nick").press("Enter");
            assertThat(page.at("#dialog .problem")).containsText("omkara");
            assertThat(page.at("#dialog .problem")).hasAttribute("role", "alert");
            assertThat(page.at("#nick")).isFocused();
            page.at("#nick").fill("zero\u200bwidth");
            page.at("#nick").press("Enter");
            assertThat(page.at("#dialog .problem")).not().containsText("omkara");
            page.at("#nick").fill("Omkari");
            page.at("#nick").press("Enter");
            assertThat(page.at("#dialog")).isHidden();
            page.at("#browse").click();
            assertThat(page.at("#dialog .problem")).isHidden();
            page.at("#new-room").fill("lobby");
            page.at("#new-room").press("Enter");
            assertThat(page.at("#dialog .problem")).isVisible();
            assertThat(first.complaints()).isEmpty();
        }
    }

    @Test
    void aBannerAndANoticeMoveNothing() {
        try (ChatPage page = SITE.open()) {
            page.say("stay where you are");
            page.awaitAllSent();
            BoundingBox message = page.at("#messages .message").last().boundingBox();
            BoundingBox field = page.at("#input").boundingBox();
            page.page().route("**/socket.io/?*", route -> route.abort());
            page.page().evaluate("samvad.socket.io.engine.close()");
            page.awaitState("waiting");
            page.say("/nosuch");
            assertThat(page.at("#notices .notice")).isVisible();
            assertThat(page.at("#banner")).isVisible();
            BoundingBox banner = page.at("#banner").boundingBox();
            assertThat(page.at("#notices .notice").boundingBox().y)
                    .as("the notice lies below the banner")
                    .isGreaterThanOrEqualTo(banner.y + banner.height);
            assertThat(page.at("#messages .message").last().boundingBox().y).isEqualTo(message.y);
            assertThat(page.at("#input").boundingBox().y).isEqualTo(field.y);
            // A screen reader is told once, and not each second.
            page.page().evaluate(LISTEN);
            page.awaitThat("(" + SECONDS_GO_BY + ")(shown)");
            assertThat(page.page().evaluate("(" + SECONDS_GO_BY + ")(told)")).isEqualTo(false);
        }
    }
}
