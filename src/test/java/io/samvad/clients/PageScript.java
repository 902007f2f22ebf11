package io.samvad.clients;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.samvad.browser.Chromium;
import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assertions;

/** A script of {@link NodeScript} that needs nothing of Node, run by a page of Chromium with the client that browsers load. */
final class PageScript {
    private static final Path SCRIPTS = Path.of("src", "test", "resources", "clients");
    private static final Path CLIENT =
            Path.of("target", "npm", "node_modules", "socket.io-client", "dist", "socket.io.js");
    private static final double WAIT_MILLIS = 45_000;
    private static final String MODULES =
            """
            const modules = { "socket.io-client": { io } };
            const require = (name) => modules[name];
            const process = { argv: ["", "", ...%s] };
            ((module) => { %s; modules["./checks.cjs"] = module.exports; })({});
            (() => { %s; })();
            """;

    private PageScript() {}

    /** Runs a script to its end, with the address of the server first, and gives the names of what it has checked. */
    static List<String> run(Chromium chromium, String name, String url, String... arguments) throws IOException {
        Browser browser = chromium.browser();
        List<String> lines = new ArrayList<>();
        try (BrowserContext visitor = browser.newContext();
                Page page = visitor.newPage()) {
            page.onConsoleMessage(message -> lines.add(message.text()));
            page.onPageError(lines::add);
            // It does not matter what is there, as long as it comes from where the server is.
            page.navigate(url + "/");
            page.addScriptTag(new Page.AddScriptTagOptions().setPath(CLIENT));
            JsonArray all = new JsonArray().add(url);
            List.of(arguments).forEach(all::add);
            page.addScriptTag(new Page.AddScriptTagOptions()
                    .setContent(MODULES.formatted(all.encode(), source("checks"), source(name))));
            try {
                page.waitForFunction(
                        "process.exitCode !== undefined",
                        null,
                        new Page.WaitForFunctionOptions().setTimeout(WAIT_MILLIS));
            } catch (RuntimeException late) {
                throw new AssertionError("the page said " + lines, late);
            }
            Assertions.assertThat(page.evaluate("process.exitCode"))
                    .as("exit code, after %s", lines)
                    .isEqualTo(0);
        }
        return lines.stream()
                .filter(line -> line.startsWith("ok "))
                .map(line -> line.substring(3))
                .toList();
    }

    private static String source(String name) throws IOException {
        return Files.readString(SCRIPTS.resolve(name + ".cjs"));
    }
}
