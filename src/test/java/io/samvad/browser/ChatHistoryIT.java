package io.samvad.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.samvad.testkit.Program;
import java.nio.file.Path;
import java.util.Map;
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
        return Program.serve(
                port,
                Map.of(
                        "SAMVAD_CHAT_HISTORY_STORE",
                        "sqlite",
                        "SAMVAD_CHAT_HISTORY_FILE",
                        folder.resolve("samvad.db").toString()));
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
            assertNoneIsUnsent(page);
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

    private static void assertNoneIsUnsent(ChatPage page) {
        page.page()
                .waitForCondition(
                        () -> page.page().locator("#messages > li[data-state]").count() == 0);
    }

    @Test
    void whoWasOfflineSeesWhatWasMissedAndSendsWhatWasTyped() {
        Program first = serve(0);
        try (ChatPage page = visitor().open(first.url());
                ChatPage other = visitor().open(first.url())) {
            page.say("before");
            other.awaitMessages("before");
            page.awaitMessages("before");
            assertNoneIsUnsent(page);
            first.kill();
            page.awaitState("reconnecting");
            page.say("typed offline");
            assertThat(page.messages().last().getAttribute("data-state")).isEqualTo("sending");
            try (Program second = serve(first.port())) {
                second.awaitLog(line -> line.contains(" connected by "));
                page.awaitState("connected");
                other.awaitMessages("before", "typed offline");
                page.awaitMessages("before", "typed offline");
                assertNoneIsUnsent(page);
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
            assertNoneIsUnsent(page);
            page.page().navigate(program.url() + "/simple.html");
            page.awaitMessages("<b>kept</b>");
            page.say("simple");
            page.awaitMessages("<b>kept</b>", "simple");
            assertThat(page.complaints()).isEmpty();
        }
    }

    @Test
    void whatIsRefusedStaysAndSaysSoAndCanBeSentAgain() {
        try (Program program = Program.serve(
                        0,
                        Map.of(
                                "SAMVAD_CHAT_HISTORY_STORE", "sqlite",
                                "SAMVAD_CHAT_MAX_LENGTH", "3",
                                "SAMVAD_CHAT_HISTORY_FILE",
                                        folder.resolve("samvad.db").toString()));
                ChatPage page = visitor().open(program.url())) {
            page.say("much too long");
            page.awaitMessages("much too longNot sent: a message has at most 3 charactersRetry");
            page.page().locator("#messages button").click();
            page.awaitMessages("much too longNot sent: a message has at most 3 charactersRetry");
            page.say("ok");
            page.page().locator("#messages > li[data-seq='1']").waitFor();
        }
    }
}
