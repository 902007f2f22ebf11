package io.samvad.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.samvad.testkit.Crowd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A room with a thousand people in it: the page stays small and quick, and everybody is found. */
class ChatCrowdIT {
    private static final int PEOPLE = 1_000;
    /** A hundred people, and one line that says how many more there are. */
    private static final int MOST_ITEMS = 101;

    private static final int MOST_ELEMENTS = 1_000;

    /** Of one drawing, as the slowest machine that runs this needs it; a person notices a tenth of a second. */
    private static final double MOST_MILLIS = 50;

    private static final String MILLIS_OF_A_DRAWING =
            """
            (() => {
              const field = document.querySelector('#find-person');
              const from = performance.now();
              for (let i = 0; i < 20; i++) {
                field.dispatchEvent(new Event('input'));
              }
              return (performance.now() - from) / 20 + 0.001;
            })()
            """;

    @RegisterExtension
    static final Site SITE = Site.remembering();

    private static String person(int i) {
        return "{\"key\":\"crowd-key-of-22-characters-%04d\",\"nick\":\"Visitor-%04d\"}".formatted(i, i);
    }

    @Test
    void aThousandPeopleAreCountedAndAFewOfThemListedAndEachIsFound() throws Exception {
        try (ChatPage page = SITE.person("Watcher");
                Crowd crowd = Crowd.connect(SITE.program().port(), PEOPLE, ChatCrowdIT::person)) {
            assertThat(crowd.size()).isEqualTo(PEOPLE);
            assertThat(page.at("#people-count")).hasText("1,001");
            assertThat(page.at("#people li")).hasCount(MOST_ITEMS);
            assertThat(page.at("#people li").last()).hasText("and 901 more");
            assertThat((int) page.page().evaluate("document.querySelectorAll('*').length"))
                    .isLessThan(MOST_ELEMENTS);
            assertThat((double) page.page().evaluate(MILLIS_OF_A_DRAWING)).isLessThan(MOST_MILLIS);

            page.at("#find-person").fill("TOR-0777");
            assertThat(page.at("#people .name")).hasText(new String[] {"Visitor-0777"});
            page.at("#find-person").fill("nobody of this name");
            assertThat(page.at("#people li")).hasText("Nobody here has such a name.");
            page.at("#find-person").press("Escape");
            assertThat(page.at("#people li")).hasCount(MOST_ITEMS);

            page.at("#find-person").fill("visitor-05");
            page.at("#find-person").press("ArrowDown");
            assertThat(page.at("#people button:focus")).hasText("VVisitor-0500");
            page.page().keyboard().press("Enter");
            assertThat(page.at("#room-name")).hasText("Visitor-0500");
            assertThat(page.complaints()).isEmpty();
        }
    }

    @Test
    void whoStaysInTheListIsTheSameElementWhenOthersCome() {
        try (ChatPage page = SITE.founder("Stayer", "coming");
                ChatPage guest = SITE.guest("Aaron", "coming")) {
            assertThat(page.at("#people .name").first()).hasText("Aaron");
            page.page().evaluate("document.querySelector('#people button').pressed = true");
            guest.page().evaluate("document.querySelector('#rooms [data-room=coming]').pressed = true");
            try (ChatPage third = SITE.guest("Aaa", "coming")) {
                assertThat(page.at("#people .name").first()).hasText("Aaa");
                // Whoever presses the button on Aaron just now must not lose it below the finger.
                assertThat(page.page().evaluate("document.querySelectorAll('#people button')[1].pressed"))
                        .isEqualTo(true);
                third.say("hello");
                guest.awaitMessages("hello");
                assertThat(guest.page().evaluate("document.querySelector('#rooms [data-room=coming]').pressed"))
                        .isEqualTo(true);
            }
        }
    }
}
