package io.samvad.browser;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.samvad.testkit.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Takes the picture of the README, {@code docs/images/chat.png}: what one of two people sees. To be run from the top of the
 * tree after a build; with the name of a folder it also puts the dark and the small page there.
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

    public static void main(String[] arguments) throws IOException {
        try (Program program = Program.serve(0, Site.memory(Files.createTempDirectory("samvad")));
                Chromium chromium = Chromium.launch();
                ChatPage asha = ChatPage.of(chromium.browser(), 1200, 640, ColorScheme.LIGHT)
                        .open(program.url())
                        .as("Asha");
                ChatPage ravi = ChatPage.of(chromium.browser(), 360, 640, ColorScheme.DARK)
                        .open(program.url())) {
            ravi.at("#open-menu").click();
            ravi.as("Ravi");
            ravi.page().keyboard().press("Escape");
            asha.create("garden");
            asha.create("kitchen");
            asha.at("[data-room=lobby]").click();
            for (int i = 0; i < TALK.length; i++) {
                (i % 2 == 0 ? asha : ravi).say(TALK[i]);
                asha.awaitMessageCount(i + 1);
                ravi.awaitMessageCount(i + 1);
            }
            asha.at("#messages .message").nth(1).hover();
            asha.at(".actions .symbol").nth(1).click();
            asha.at(".reactions button").waitFor();
            asha.at("#input").fill("See you at the");
            picture(asha, Path.of("docs", "images", "chat.png"));
            if (arguments.length > 0) {
                picture(ravi, Path.of(arguments[0], "small-dark.png"));
                asha.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
                picture(asha, Path.of(arguments[0], "dark.png"));
            }
        }
    }

    private static void picture(ChatPage page, Path file) {
        page.page().screenshot(new Page.ScreenshotOptions().setPath(file));
    }
}
