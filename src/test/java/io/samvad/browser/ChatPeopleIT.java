package io.samvad.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What people with names do with each other: rooms, mentions, edits, reactions, search. */
class ChatPeopleIT {
    @RegisterExtension
    static final Site SITE = Site.remembering();

    @Test
    void commandsAreSeenAtOnceByWhoeverGivesThem() {
        try (ChatPage kavya = SITE.person("Kavya");
                ChatPage nisha = SITE.open()) {
            nisha.say("/nick Nisha");
            assertThat(nisha.at("#me")).containsText("Nisha");
            nisha.say("/create by-command Old things");
            assertThat(nisha.at("#room-name")).hasText("#by-command");
            nisha.say("/leave");
            assertThat(nisha.at("#room-name")).hasText("#lobby");
            assertThat(nisha.at("[data-room=by-command]")).hasCount(0);
            nisha.say("/msg Kavya for you alone");
            nisha.awaitMessages("for you alone");
            assertThat(nisha.at("#room-name")).containsText("Kavya");
            assertThat(nisha.at("#beginning")).containsText("This is where you and Kavya begin to talk.");
            assertThat(kavya.at("[data-room^='@'] .badge")).hasText("1");
            assertThat(nisha.complaints()).isEmpty();
        }
    }

    @Test
    void aMentionInAnotherRoomIsCountedAndSeenThereBehindALine() {
        try (ChatPage asha = SITE.founder("Asha", "garden");
                ChatPage ravi = SITE.guest("Ravi", "garden")) {
            ravi.say("Is somebody here?");
            asha.awaitMessages("Is somebody here?");
            assertThat(asha.at("#messages .author")).hasText(new String[] {"Ravi"});
            asha.at("[data-room=lobby]").click();
            ravi.say("One more thing");
            ravi.say("@Asha bring the <b>spade</b>");
            assertThat(asha.at("[data-room=garden] .badge")).hasText("@1");
            assertThat(asha.page()).hasTitle("(2) Samvad chat");
            asha.at("[data-room=garden]").click();
            asha.awaitMessages("Is somebody here?", "One more thing", "@Asha bring the <b>spade</b>");
            assertThat(asha.at(".mention.mine")).hasText("@Asha");
            assertThat(asha.at(".divider + .message .text")).hasText("One more thing");
            assertThat(asha.page()).hasTitle("#garden · Samvad chat");
            assertThat(asha.page()).hasURL(SITE.url() + "/#garden");
            assertThat(asha.complaints()).isEmpty();
            assertThat(ravi.complaints()).isEmpty();
        }
    }

    @Test
    void anEditThatMentionsSomebodyElsewhereIsCounted() {
        try (ChatPage charu = SITE.founder("Charu", "kitchen");
                ChatPage omkar = SITE.guest("Omkar", "kitchen")) {
            omkar.say("who cooks?");
            charu.awaitMessages("who cooks?");
            charu.at("[data-room=lobby]").click();
            omkar.at("#input").press("ArrowUp");
            omkar.say("@Charu, you cook?");
            assertThat(charu.at("[data-room=kitchen] .badge")).hasText("@1");
            charu.at("[data-room=kitchen]").click();
            charu.awaitMessages("@Charu, you cook?");
            assertThat(charu.at(".mention.mine")).hasText("@Charu");
            assertThat(charu.at("[data-room=kitchen] .badge")).hasCount(0);
            assertThat(charu.complaints()).isEmpty();
            assertThat(omkar.complaints()).isEmpty();
        }
    }

    @Test
    void aMessageIsEditedReactedToAndDeletedForEverybody() {
        try (ChatPage uma = SITE.founder("Uma", "studio");
                ChatPage tara = SITE.guest("Tara", "studio")) {
            uma.say("a teh error");
            tara.awaitMessages("a teh error");
            uma.at("#input").press("ArrowUp");
            assertThat(uma.at("#editing")).isVisible();
            assertThat(uma.at("#input")).hasValue("a teh error");
            uma.say("the error");
            tara.awaitMessages("the error");
            assertThat(tara.at(".edited")).hasText("edited");

            Locator message = tara.at("#messages .message").first();
            message.hover();
            message.locator(".actions .symbol").first().click();
            assertThat(uma.at(".reactions button")).hasText("👍 1");
            uma.at(".reactions button").click();
            assertThat(tara.at(".reactions button")).hasText("👍 2");
            assertThat(tara.at(".reactions button"))
                    .hasAttribute("aria-label", Pattern.compile(".*Tara.*Uma.*|.*Uma.*Tara.*"));
            tara.at(".reactions button").click();
            assertThat(uma.at(".reactions button")).hasText("👍 1");

            uma.at("#messages .message").first().hover();
            uma.at(".actions [aria-label=Delete]").click();
            uma.at("#dialog .danger").click();
            tara.awaitMessages("Message deleted");
            uma.awaitMessages("Message deleted");
            tara.page().reload();
            tara.awaitMessages("Message deleted");
            assertThat(uma.complaints()).isEmpty();
            assertThat(tara.complaints()).isEmpty();
        }
    }

    @Test
    void wordsAreFoundAndShownInTheirPlace() {
        try (ChatPage page = SITE.founder("Meera", "library")) {
            for (int i = 1; i <= 40; i++) {
                page.say(i == 3 ? "the lost umbrella" : "page " + i);
            }
            page.awaitAllSent();
            page.at("#input").press("Control+k");
            page.at("#words").fill("umbrella");
            page.at("#words").press("Enter");
            assertThat(page.at("#found .found-text")).hasText(new String[] {"the lost umbrella"});
            page.at("#found button").click();
            assertThat(page.at(".message:focus .text")).hasText("the lost umbrella");
            page.at("#words").press("Escape");
            assertThat(page.at("#search-panel")).isHidden();
        }
    }

    @Test
    void aNameThatIsTakenIsToldAndASecondTabIsTheSamePerson() {
        try (ChatPage page = SITE.founder("Kiran", "attic");
                ChatPage other = SITE.open()) {
            other.at("#me").click();
            other.at("#nick").fill("kiran");
            other.at("#nick").press("Enter");
            assertThat(other.at("#dialog .problem")).isVisible();
            assertThat(other.at("#me-name")).hasText("No name yet");
            page.page().evaluate("window.open('/#attic')");
            page.page().waitForCondition(() -> page.page().context().pages().size() == 2);
            assertThat(page.page().context().pages().get(1).locator("#me-name")).hasText("Kiran");
            page.say("from the first tab");
            assertThat(page.page().context().pages().get(1).locator("#messages .mine .text"))
                    .hasText("from the first tab");
        }
    }

    @Test
    void draftsStayInTheirRoomsAndARoomCanBeLeft() {
        try (ChatPage page = SITE.founder("Dev", "cellar")) {
            page.at("#input").fill("half a thought");
            page.at("[data-room=lobby]").click();
            assertThat(page.at("#input")).hasValue("");
            page.at("[data-room=cellar]").click();
            assertThat(page.at("#input")).hasValue("half a thought");
            page.at("#leave").click();
            assertThat(page.at("[data-room=cellar]")).hasCount(0);
            assertThat(page.at("#room-name")).hasText("#lobby");
        }
    }
}
