package io.samvad.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import io.samvad.testkit.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A server and a browser that the tests of a class share: they start before the first and end behind the last. Tests that share a
 * server have rooms and nicknames of their own.
 */
final class Site implements BeforeAllCallback, AfterAllCallback, AutoCloseable {
    private static final double WAIT_MILLIS = 20_000;

    private final Map<String, String> settings = new HashMap<>();
    private final boolean remembers;
    private Path folder;
    private Program program;
    private Chromium chromium;

    private Site(boolean remembers) {
        this.remembers = remembers;
    }

    /** One whose chat remembers nothing. */
    static Site forgetting() {
        return new Site(false);
    }

    /** One whose chat keeps its history in a file, which is deleted at the end. */
    static Site remembering() {
        return new Site(true);
    }

    /** The settings of a server that keeps its history in this folder. */
    static Map<String, String> memory(Path folder) {
        return Map.of(
                "SAMVAD_CHAT_HISTORY_STORE",
                "sqlite",
                "SAMVAD_CHAT_HISTORY_FILE",
                folder.resolve("samvad.db").toString());
    }

    /** A setting of the server. */
    Site with(String name, String value) {
        settings.put(name, value);
        return this;
    }

    /** Starts it, for one test alone. */
    Site started() {
        try {
            start();
            return this;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        try {
            stop();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void beforeAll(ExtensionContext tests) throws IOException {
        start();
    }

    @Override
    public void afterAll(ExtensionContext tests) throws IOException {
        stop();
    }

    private void start() throws IOException {
        // The machine may be busy with other tests.
        PlaywrightAssertions.setDefaultAssertionTimeout(WAIT_MILLIS);
        if (remembers) {
            folder = Files.createTempDirectory("samvad");
            settings.putAll(memory(folder));
        }
        program = Program.serve(0, settings);
        chromium = Chromium.launch();
    }

    private void stop() throws IOException {
        chromium.close();
        program.close();
        if (remembers) {
            program.exitCode();
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    Program program() {
        return program;
    }

    Browser browser() {
        return chromium.browser();
    }

    String url() {
        return program.url();
    }

    /** Somebody with an ordinary window, who has not opened the page yet. */
    ChatPage visitor() {
        return ChatPage.of(browser());
    }

    /** Somebody who has opened the page. */
    ChatPage open() {
        return visitor().open(url());
    }

    /** Somebody with such a window who has opened the page. */
    ChatPage open(int width, int height, ColorScheme colours) {
        return ChatPage.of(browser(), width, height, colours).open(url());
    }

    /** Somebody with a name, in the lobby. */
    ChatPage person(String nick) {
        return open().as(nick);
    }

    /** Somebody with a name who makes a room. */
    ChatPage founder(String nick, String room) {
        ChatPage page = person(nick);
        page.create(room);
        return page;
    }

    /** Somebody with a name who comes by the link to a room. */
    ChatPage guest(String nick, String room) {
        ChatPage page = person(nick);
        page.page().navigate(url() + "/#" + room);
        assertThat(page.at("#room-name")).hasText("#" + room);
        return page;
    }
}
