package io.samvad.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.samvad.chat.history.Author;
import io.samvad.chat.history.Draft;
import io.samvad.chat.history.HistoryStore;
import io.samvad.chat.history.Receipt;
import io.samvad.chat.history.Retention;
import io.samvad.chat.history.RoomDraft;
import io.samvad.chat.history.SqliteHistory;
import io.samvad.chat.history.SqliteOptions;
import io.samvad.testkit.Program;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a visitor sees of a chat that remembers: after a reload, after being offline, in two tabs. */
class ChatHistoryIT {
    private static Chromium chromium;

    @TempDir
    Path folder;

    @BeforeAll
    static void launch() {
        chromium = Chromium.launch();
    }

    @AfterAll
    static void stop() {
        chromium.close();
    }

    private Program serve(int port) {
        return Program.serve(port, Site.memory(folder));
    }

    private Program serveWith(String name, String value) {
        Map<String, String> settings = new HashMap<>(Site.memory(folder));
        settings.put(name, value);
        return Program.serve(0, settings);
    }

    private static ChatPage visitor() {
        return ChatPage.of(chromium.browser());
    }

    @Test
    void historyIsThereAfterAReloadAndInAnotherTab() {
        try (Program program = serve(0);
                ChatPage page = visitor().open(program.url())) {
            page.say("one");
            page.say("two");
            page.awaitMessages("one", "two");
            page.awaitAllSent();
            page.page().reload();
            page.awaitMessages("one", "two");
            try (ChatPage other = visitor().open(program.url())) {
                other.awaitMessages("one", "two");
                other.say("three");
                page.awaitMessages("one", "two", "three");
                other.awaitMessages("one", "two", "three");
            }
            assertThat(page.complaints()).isEmpty();
        }
    }

    @Test
    void whoHasNoNameIsAskedForOneInOnePlace() {
        try (Program program = serve(0);
                ChatPage page = visitor().open(program.url())) {
            Locator asked = page.page().getByText("Choose your name").locator("visible=true");
            PlaywrightAssertions.assertThat(asked).hasCount(1);
            page.say("I am new here");
            page.awaitMessages("I am new here");
            PlaywrightAssertions.assertThat(page.at("#unnamed")).isVisible();
            PlaywrightAssertions.assertThat(asked).hasCount(1);
        }
    }

    @Test
    void whoWasOfflineSeesWhatWasMissedAndSendsWhatWasTyped() {
        Program first = serve(0);
        try (ChatPage page = visitor().open(first.url());
                ChatPage other = visitor().open(first.url())) {
            page.say("before");
            other.awaitMessages("before");
            page.awaitMessages("before");
            page.awaitAllSent();
            first.kill();
            page.awaitState("waiting");
            page.say("typed offline");
            PlaywrightAssertions.assertThat(page.at(".echo .state")).hasText("Will be sent when you are connected");
            try (Program second = serve(first.port())) {
                second.awaitLog(line -> line.contains(" connected by "));
                page.awaitState("connected");
                other.awaitMessages("before", "typed offline");
                page.awaitMessages("before", "typed offline");
                page.awaitAllSent();
            }
        } finally {
            first.close();
        }
    }

    @Test
    void theSimplePageShowsTheHistoryOnce() {
        try (Program program = serve(0);
                ChatPage page = visitor().open(program.url())) {
            page.say("<b>kept</b>");
            page.awaitMessages("<b>kept</b>");
            page.awaitAllSent();
            page.page().navigate(program.url() + "/simple.html");
            page.awaitMessages("<b>kept</b>");
            page.say("simple");
            page.awaitMessages("<b>kept</b>", "simple");
            assertThat(page.complaints()).isEmpty();
        }
    }

    @Test
    void theSimplePageSaysWhatWasRefused() {
        try (Program program = serveWith("SAMVAD_CHAT_MAX_LENGTH", "3");
                ChatPage page = visitor()) {
            page.page().navigate(program.url() + "/simple.html");
            page.say("abcd");
            page.awaitMessages("Not sent: abcd (a message has at most 3 characters)");
            page.say("abc");
            page.awaitMessages("Not sent: abcd (a message has at most 3 characters)", "abc");
            assertThat(page.complaints()).isEmpty();
        }
    }

    @Test
    void whatIsTooLongIsToldBeforeItIsSent() {
        try (Program program = serveWith("SAMVAD_CHAT_MAX_LENGTH", "3");
                ChatPage page = visitor().open(program.url())) {
            // The welcome, which comes behind the connection, has the limit.
            PlaywrightAssertions.assertThat(page.at("#app")).hasAttribute("data-mode", "full");
            page.say("abcd");
            PlaywrightAssertions.assertThat(page.at("#counter")).hasText("1 character too long");
            page.say("abc");
            page.awaitMessages("abc");
        }
    }

    @Test
    void whatIsRefusedStaysAndSaysSoAndCanBeSentAgainOrDiscarded() {
        try (Program program = serveWith("SAMVAD_CHAT_MAX_LENGTH", "3");
                ChatPage page = visitor()) {
            page.page()
                    .addInitScript(
                            "localStorage['samvad.outbox.kept'] ??="
                                    + " JSON.stringify({id: 'kept', room: 'lobby', text: 'much too long', at: Date.now(), tab: 'x'})");
            page.open(program.url());
            PlaywrightAssertions.assertThat(page.at(".echo .state"))
                    .hasText("Not sent: a message has at most 3 characters");
            page.at(".again button").first().click();
            PlaywrightAssertions.assertThat(page.at(".echo .state"))
                    .hasText("Not sent: a message has at most 3 characters");
            page.say("ok");
            page.awaitMessages("ok", "much too long");
            page.at(".again button").last().click();
            page.awaitMessages("ok");
        }
    }

    @Test
    void whatWaitsToBeSentSurvivesAReloadAndIsSaidOnce() {
        try (Program program = serve(0);
                ChatPage other = visitor().open(program.url());
                ChatPage page = visitor()) {
            page.page().route("**/socket.io/?*", route -> route.abort());
            page.page().navigate(program.url());
            page.awaitState("waiting");
            page.say("first");
            page.say("second");
            page.at("#input").fill("a draft");
            page.page().reload();
            page.awaitState("waiting");
            page.awaitMessages("first", "second");
            assertThat(page.at("#input").inputValue()).isEqualTo("a draft");
            page.page().unroute("**/socket.io/?*");
            page.at("#try-now").click();
            page.awaitState("connected");
            other.awaitMessages("first", "second");
            page.awaitAllSent();
            page.awaitMessages("first", "second");
            page.page().reload();
            page.awaitMessages("first", "second");
            other.awaitMessages("first", "second");
        }
    }

    @Test
    void aLongHistoryIsReadUpAndDownWithABoundedNumberOfNodes() throws Exception {
        seed(10_000, Retention.FOREVER);
        try (Program program = serve(0);
                ChatPage page = visitor().open(program.url())) {
            page.awaitMessageCount(50);
            PlaywrightAssertions.assertThat(page.messages().last()).hasText("message 10000");
            long oldest = 9_951;
            while (oldest > 9_000) {
                long before = oldest;
                page.page().evaluate("timeline.scrollTop = 0");
                page.page().waitForCondition(() -> first(page) < before);
                oldest = first(page);
                assertThat(count(page)).isLessThanOrEqualTo(300);
                assertThat(page.page().evaluate("document.querySelectorAll('*').length < 4000"))
                        .isEqualTo(true);
            }
            assertThat(page.page().evaluate(IN_ORDER)).isEqualTo(true);
            long newest = oldest + 299;
            for (int i = 0; i < 4; i++) {
                long before = newest;
                page.page().evaluate("timeline.scrollTop = timeline.scrollHeight");
                page.page().waitForCondition(() -> first(page) + count(page) - 1 > before);
                newest = first(page) + count(page) - 1;
            }
            assertThat(page.page().evaluate(IN_ORDER)).isEqualTo(true);
            page.at("#newer").click();
            PlaywrightAssertions.assertThat(page.messages().last()).hasText("message 10000");
            assertThat(page.complaints()).isEmpty();
        }
    }

    @Test
    void itIsSaidThatOlderMessagesAreNoLongerKept() throws Exception {
        seed(100, new Retention(Duration.ofDays(1), 60, Duration.ofDays(1)));
        try (Program program = serve(0);
                ChatPage page = visitor().open(program.url())) {
            page.awaitMessageCount(50);
            page.page().evaluate("timeline.scrollTop = 0");
            page.awaitMessageCount(60);
            PlaywrightAssertions.assertThat(page.at("#beginning strong")).hasText("Older messages are no longer kept.");
        }
    }

    private static final String IN_ORDER = "[...document.querySelectorAll('.message')].every((item, at, all) =>"
            + " at === 0 || Number(item.dataset.seq) === Number(all[at - 1].dataset.seq) + 1)";

    private static long first(ChatPage page) {
        return Long.parseLong(page.at("#messages .message").first().getAttribute("data-seq"));
    }

    private static int count(ChatPage page) {
        return page.at("#messages .message").count();
    }

    private void seed(int count, Retention retention) throws Exception {
        Vertx vertx = Vertx.vertx();
        HistoryStore store = SqliteHistory.open(vertx, new SqliteOptions().setFile(folder.resolve("samvad.db")));
        try {
            store.open(RoomDraft.open("lobby", "")).await(30, TimeUnit.SECONDS);
            List<Future<Receipt>> all = new ArrayList<>();
            for (int i = 1; i <= count; i++) {
                all.add(store.append(new Draft("lobby", Author.anonymous(""), "seed-" + i, "message " + i)));
                if (all.size() == 1_000) {
                    Future.all(all).await(30, TimeUnit.SECONDS);
                    all.clear();
                }
            }
            Future.all(all).await(30, TimeUnit.SECONDS);
            store.prune(retention).await(30, TimeUnit.SECONDS);
        } finally {
            store.close().await(30, TimeUnit.SECONDS);
            vertx.close().await(30, TimeUnit.SECONDS);
        }
    }
}
