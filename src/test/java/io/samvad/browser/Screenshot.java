package io.samvad.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.samvad.testkit.Program;
import java.nio.file.Path;
import java.util.List;

/**
 * Takes the picture of the README, {@code docs/images/chat.png}: two visitors side by side, both of whom see both. To be run
 * from the top of the tree after a build; with the name of a folder it also puts the dark and the small page there.
 */
final class Screenshot {
    private static final String[] TALK = {
        "Good morning! Is the new server up?",
        "Since nine o'clock. One jar, one command.",
        "And our old clients?",
        "No change needed: it speaks the Socket.IO protocol.",
        "Then I join with wscat, just to see :)",
        "Welcome! Everybody is in the same conversation.",
    };

    private Screenshot() {}

    public static void main(String[] arguments) {
        try (Program program = Program.serve();
                Chromium chromium = Chromium.launch()) {
            takeBoth(program, chromium, Path.of("docs", "images", "chat.png"));
            if (arguments.length > 0) {
                Path folder = Path.of(arguments[0]);
                takeOne(program, chromium, 1200, 750, ColorScheme.DARK, folder.resolve("dark.png"));
                takeOne(program, chromium, 360, 640, ColorScheme.LIGHT, folder.resolve("small.png"));
                takeOne(program, chromium, 360, 640, ColorScheme.DARK, folder.resolve("small-dark.png"));
            }
        }
    }

    /** Two visitors as two frames of one page, so that one picture holds both. */
    private static void takeBoth(Program program, Chromium chromium, Path file) {
        String twoFrames =
                """
                () => {
                  socket.disconnect();
                  document.head.querySelector("link[rel=stylesheet]").remove();
                  Object.assign(document.body.style, { display: "flex", gap: "20px", margin: 0, padding: "20px",
                    height: "560px", boxSizing: "border-box", background: "#d9dee7" });
                  document.body.replaceChildren(...["first", "second"].map((name) => {
                    const frame = document.createElement("iframe");
                    Object.assign(frame, { src: "/", name });
                    Object.assign(frame.style, { flex: 1, border: 0, borderRadius: "10px", background: "#fff" });
                    return frame;
                  }));
                }
                """;
        try (ChatPage stage =
                ChatPage.of(chromium.browser(), 1200, 560, ColorScheme.LIGHT).open(program.url())) {
            stage.page().evaluate(twoFrames);
            List<FrameLocator> visitors = List.of(
                    stage.page().frameLocator("iframe[name=first]"),
                    stage.page().frameLocator("iframe[name=second]"));
            for (FrameLocator visitor : visitors) {
                assertThat(visitor.locator("#state")).hasText("connected");
            }
            for (int i = 0; i < TALK.length; i++) {
                Locator input = visitors.get(i % 2).locator("#input");
                input.fill(TALK[i]);
                input.press("Enter");
                for (FrameLocator visitor : visitors) {
                    assertThat(visitor.locator("#messages > li")).hasCount(i + 1);
                }
            }
            visitors.get(0).locator("#input").fill("See you at the");
            stage.page().screenshot(new Page.ScreenshotOptions().setPath(file));
        }
    }

    private static void takeOne(
            Program program, Chromium chromium, int width, int height, ColorScheme colours, Path file) {
        try (ChatPage page =
                ChatPage.of(chromium.browser(), width, height, colours).open(program.url())) {
            for (String text : TALK) {
                page.say(text);
            }
            page.awaitMessageCount(TALK.length);
            page.page().screenshot(new Page.ScreenshotOptions().setPath(file));
        }
    }
}
