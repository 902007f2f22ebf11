package io.samvad.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the page tells beside the conversation: who types, what was missed, mentions while one looks elsewhere. */
class ChatNoticesIT {
    private static final int MISSED_AT_MOST = 3;

    /** Remembers the headings of notifications, which the browser shows all the same. */
    private static final String LISTEN = "window.told = [];"
            + "window.Notification = class extends Notification {"
            + "  constructor(heading, options) { super(heading, options); window.told.push(heading); }"
            + "};";

    @RegisterExtension
    static final Site SITE = Site.remembering().with("SAMVAD_CHAT_HISTORY_MAX_MISSED", "" + MISSED_AT_MOST);

    @Test
    void whoTypesIsToldUntilTheyHaveSaidIt() {
        try (ChatPage asha = SITE.person("Asha");
                ChatPage ravi = SITE.person("Ravi")) {
            asha.at("#input").pressSequentially("Has anybody");
            assertThat(ravi.at("#typing")).containsText("Asha");
            assertThat(asha.at("#typing")).isEmpty();
            asha.at("#input").press("Enter");
            assertThat(ravi.messages().last()).hasText("Has anybody");
            assertThat(ravi.at("#typing")).isEmpty();
        }
    }

    @Test
    void mentionsAreNotifiedOnceThatWasAskedForWithAClick() {
        try (ChatPage uma = SITE.person("Uma");
                ChatPage dev = SITE.person("Dev")) {
            BrowserContext browser = uma.page().context();
            browser.grantPermissions(List.of("notifications"));
            uma.page().addInitScript(LISTEN);
            uma.page().reload();
            uma.awaitState("connected");
            assertThat(uma.at("#me-name")).hasText("Uma");
            dev.say("@Uma not yet");
            assertThat(uma.messages().last()).hasText("@Uma not yet");
            uma.at("#me").click();
            uma.at("#notify").check();
            assertThat(uma.at("#dialog [role=status]")).not().isEmpty();
            uma.page().keyboard().press("Escape");
            // Somewhere else on the page: another room.
            uma.say("/create elsewhere");
            assertThat(uma.at("#room-name")).hasText("#elsewhere");
            dev.say("nobody in particular");
            dev.say("@Uma but now");
            uma.awaitThat("told.length > 0");
            assertThat((List<?>) uma.page().evaluate("told"))
                    .singleElement()
                    .asString()
                    .contains("Dev");
        }
    }

    @Test
    void nobodyIsAskedForNotificationsWithoutAClick() {
        try (ChatPage page = SITE.visitor()) {
            page.page()
                    .addInitScript("window.asked = 0;"
                            + "Notification.requestPermission = async () => { window.asked++; return 'denied'; }");
            page.open(SITE.url()).as("Vani");
            page.say("hello");
            page.awaitAllSent();
            page.at("#me").click();
            assertThat(page.page().evaluate("asked")).isEqualTo(0);
            page.at("#notify").click();
            assertThat(page.at("#dialog [role=status]"))
                    .hasText("This browser does not allow notifications of this page.");
            assertThat(page.at("#notify")).not().isChecked();
            assertThat(page.page().evaluate("asked")).isEqualTo(1);
        }
    }

    @Test
    void aBrowserThatCannotNotifyLikeThisLosesNothing() {
        try (ChatPage page = SITE.visitor();
                ChatPage other = SITE.person("Wasim")) {
            // As on phones, where only service workers may.
            page.page()
                    .addInitScript("window.Notification = class { static permission = 'granted';"
                            + " static async requestPermission() { return 'granted'; }"
                            + " constructor() { window.tried = true; throw new TypeError('Illegal constructor'); } }");
            page.open(SITE.url()).as("Xenia");
            page.at("#me").click();
            page.at("#notify").check();
            page.page().keyboard().press("Escape");
            page.say("/create away-from-it");
            assertThat(page.at("#room-name")).hasText("#away-from-it");
            other.say("@Xenia are you there?");
            page.awaitThat("window.tried === true");
            assertThat(page.at("[data-room=lobby] .badge")).hasText("@1");
            assertThat(page.complaints()).isEmpty();
        }
    }

    @Test
    void whoHasMissedTooMuchIsToldAndSeesTheHistoryThatThereIs() {
        try (ChatPage away = SITE.person("Tara");
                ChatPage here = SITE.person("Meera")) {
            away.say("before");
            assertThat(here.messages().last()).hasText("before");
            away.page().context().setOffline(true);
            away.page().evaluate("samvad.socket.io.engine.close()");
            away.awaitThat("!samvad.socket.connected");
            for (int i = 0; i <= MISSED_AT_MOST; i++) {
                here.say("missed " + i);
            }
            assertThat(here.messages().last()).hasText("missed " + MISSED_AT_MOST);
            here.awaitAllSent();
            away.page().context().setOffline(false);
            away.awaitState("connected");
            assertThat(away.at("#notices")).containsText("too much was missed");
            assertThat(away.messages().filter(new Locator.FilterOptions().setHasText(Pattern.compile("^missed "))))
                    .hasCount(MISSED_AT_MOST + 1);
            assertThat(away.messages().last()).hasText("missed " + MISSED_AT_MOST);
        }
    }

    @Test
    void nothingMovesForWhoDoesNotWantThat() {
        try (ChatPage page = SITE.open(360, 740, ColorScheme.LIGHT)) {
            String moves = "getComputedStyle(document.querySelector('#sidebar')).transitionDuration";
            assertThat(page.page().evaluate(moves)).asString().isNotEqualTo("0s");
            page.page().emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
            assertThat(page.page().evaluate(moves)).asString().matches("0s(, 0s)*");
            page.page().evaluate("samvad.socket.io.engine.close()");
            Object fades = page.page().evaluate("parseFloat(getComputedStyle(banner).animationDuration) <= 0.001");
            assertThat(fades).isEqualTo(true);
        }
    }
}
