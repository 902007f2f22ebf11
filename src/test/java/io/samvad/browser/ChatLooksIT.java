package io.samvad.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.ColorScheme;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How the page looks to who comes for the first time, and with words, names and windows that are not ordinary. */
class ChatLooksIT {
    private static final String OVERFLOWS =
            "document.documentElement.scrollWidth > innerWidth || timeline.scrollWidth > timeline.clientWidth";

    @RegisterExtension
    static final Site SITE = Site.remembering();

    @Test
    void whoComesForTheFirstTimeIsToldWhereTheyAreAndMayChooseAName() {
        try (Site own = Site.remembering().started();
                ChatPage page = own.open()) {
            assertThat(page.at("#beginning")).containsText("This is where #lobby begins.");
            assertThat(page.at("#beginning")).containsText("open it in a second window");
            assertThat(page.at("#input")).isFocused();
            page.at("#beginning button").click();
            assertThat(page.at("#nick")).isFocused();
            page.at("#nick").fill("Newcomer");
            page.at("#nick").press("Enter");
            assertThat(page.at("#me-name")).hasText("Newcomer");
            assertThat(page.at("#beginning button")).hasCount(0);
            page.say("hello");
            page.awaitMessages("hello");
            assertThat(page.at("#beginning")).not().containsText("second window");
            assertThat(page.complaints()).isEmpty();
        }
    }

    @Test
    void whoIsHereIsListedFromTheBeginning() {
        try (ChatPage first = SITE.person("Listed");
                ChatPage second = SITE.open()) {
            assertThat(second.at("#people .name").filter(new Locator.FilterOptions().setHasText("Listed")))
                    .isVisible();
            assertThat(first.complaints()).isEmpty();
        }
    }

    @Test
    void aMentionThatIsWrittenOutIsSentByTheFirstEnter() {
        try (ChatPage hal = SITE.founder("Hal", "enter");
                ChatPage ina = SITE.guest("Ina", "enter")) {
            assertThat(hal.at("#people .name").filter(new Locator.FilterOptions().setHasText("Ina")))
                    .isVisible();
            hal.at("#input").pressSequentially("hello @Ina");
            assertThat(hal.at("#completions")).isVisible();
            hal.at("#input").press("Enter");
            ina.awaitMessages("hello @Ina");
            hal.at("#input").pressSequentially("and @i");
            hal.at("#input").press("Enter");
            assertThat(hal.at("#input")).hasValue("and @Ina ");
        }
    }

    @Test
    void longWordsLongNamesAndOtherScriptsStayInTheirPlace() {
        try (ChatPage wide = SITE.founder("A-name-of-thirty-characters-xy", "long");
                ChatPage small = SITE.open(360, 640, ColorScheme.LIGHT)) {
            wide.say("long".repeat(300));
            wide.say("مرحبا بالعالم");
            wide.say("दाल बहुत अच्छी है");
            wide.say("👍🎉 👩‍👩‍👧‍👦");
            small.page().navigate(SITE.url() + "/#long");
            small.awaitMessageCount(4);
            for (ChatPage page : new ChatPage[] {wide, small}) {
                assertThat(page.page().evaluate(OVERFLOWS)).isEqualTo(false);
                Locator texts = page.messages();
                assertThat(direction(texts.nth(1))).isEqualTo("rtl");
                assertThat(direction(texts.nth(2))).isEqualTo("ltr");
            }
            Object oneLine = small.at(".head time")
                    .first()
                    .evaluate("time => time.getClientRects().length === 1 && time.offsetHeight < 24");
            assertThat(oneLine).isEqualTo(true);
            assertThat(wide.complaints()).isEmpty();
        }
    }

    private static Object direction(Locator text) {
        return text.evaluate("text => getComputedStyle(text).direction");
    }

    /** At 200 % a window of 1200 by 760 has room for 600 by 380. */
    @Test
    void atTwiceTheSizeEverythingIsReached() {
        Browser.NewContextOptions zoomed =
                new Browser.NewContextOptions().setViewportSize(600, 380).setDeviceScaleFactor(2);
        try (ChatPage page = ChatPage.of(SITE.browser(), zoomed).open(SITE.url())) {
            assertThat(page.page().evaluate(OVERFLOWS)).isEqualTo(false);
            assertThat(page.at("#send")).isInViewport();
            page.at("#keys").click();
            page.at("#dialog .keys tr").last().scrollIntoViewIfNeeded();
            assertThat(page.at("#dialog .keys tr").last()).isInViewport();
            page.page().keyboard().press("Escape");
            page.at("#open-menu").click();
            assertThat(page.at("[data-room=lobby]")).isInViewport();
        }
    }

    @Test
    void messagesHaveTheirDayTheirTimeAndTheirAuthorOnce() {
        try (ChatPage page = SITE.founder("Jo", "times")) {
            page.say("one");
            page.say("two");
            page.awaitAllSent();
            assertThat(page.at(".separator.day")).hasText("Today");
            assertThat(page.at("#messages .author")).hasText(new String[] {"Jo"});
            Locator time = page.at("#messages .head time");
            assertThat(time).hasAttribute("datetime", Pattern.compile("\\d{4}-\\d\\d-\\d\\dT.*Z"));
            assertThat(time).hasAttribute("title", Pattern.compile(".*\\d{4}.*:\\d\\d:\\d\\d.*"));
            assertThat(page.at("#messages .message").nth(1).locator("time")).isAttached();
        }
    }

    @Test
    void whatOneDoesIsKeptUntilItIsStoredLikeWhatOneSays() {
        try (ChatPage page = SITE.founder("Kay", "doing")) {
            page.page().context().setOffline(true);
            page.page().evaluate("samvad.socket.io.engine.close()");
            page.awaitState("offline");
            page.say("/me waves");
            assertThat(page.at(".echo .text.action")).hasText("waves");
            page.page().context().setOffline(false);
            page.awaitAllSent();
            assertThat(page.at(".message .text.action")).hasText("waves");
        }
    }

    @Test
    void theFieldsOfASmallPageAreLargeEnoughNotToBeZoomed() {
        try (ChatPage page = SITE.open(360, 640, ColorScheme.LIGHT)) {
            for (Map.Entry<String, String> opened :
                    Map.of("#input", "#input", "#words", "#find").entrySet()) {
                page.at(opened.getValue()).click();
                Object size =
                        page.at(opened.getKey()).evaluate("field => parseFloat(getComputedStyle(field).fontSize)");
                assertThat(((Number) size).doubleValue()).isGreaterThanOrEqualTo(16);
                page.page().keyboard().press("Escape");
            }
        }
    }
}
