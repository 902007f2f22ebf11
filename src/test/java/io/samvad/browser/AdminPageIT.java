package io.samvad.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import at.favre.lib.crypto.bcrypt.BCrypt;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.samvad.testkit.Program;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The pages of the official admin UI, as somebody who looks after a server uses them. */
class AdminPageIT {
    private static final String HASH = BCrypt.withDefaults().hashToString(6, "open sesame".toCharArray());
    private static final Path PICTURES = Path.of("target", "screenshots");

    private final List<String> complaints = new ArrayList<>();

    @BeforeAll
    static void bePatient() {
        PlaywrightAssertions.setDefaultAssertionTimeout(20_000);
    }

    @Test
    void whoLogsInSeesSocketsRoomsAndEventsAndKicksOne() {
        try (Program program = Program.serve(
                        0,
                        Map.of(
                                "SAMVAD_INSTANCES", "4",
                                "SAMVAD_ADMIN_ENABLED", "true",
                                "SAMVAD_ADMIN_USERNAME", "ali",
                                "SAMVAD_ADMIN_PASSWORD", HASH));
                Chromium chromium = Chromium.launch();
                ChatPage first = ChatPage.of(chromium.browser()).open(program.url());
                ChatPage second = ChatPage.of(chromium.browser()).open(program.url());
                BrowserContext visitor = chromium.browser().newContext()) {
            Page page = visitor.newPage();
            page.onPageError(error -> complaints.add("uncaught " + error));
            page.onConsoleMessage(message -> {
                if (message.type().equals("error")) {
                    complaints.add(message.text());
                }
            });
            page.navigate(program.url() + "/admin");
            logIn(page, program.url(), "wrong");
            assertThat(page.getByText("Invalid credentials")).isVisible();
            logIn(page, program.url(), "open sesame");
            String kicked = (String) first.page().evaluate("samvad.socket.id");
            String other = (String) second.page().evaluate("samvad.socket.id");

            // One server, and all three clients of it, whichever of its instances they are on.
            open(page, "servers/", "Servers");
            assertThat(page.locator("tbody tr:visible")).hasCount(1);
            assertThat(page.locator("tbody tr:visible")).containsText("#");
            picture(page, "admin-servers");
            open(page, "", "Dashboard");
            assertThat(page.locator("tr:visible", new Page.LocatorOptions().setHasText("/admin")))
                    .isVisible();
            picture(page, "admin-dashboard");

            open(page, "sockets/", "Sockets");
            assertThat(row(page, kicked)).isVisible();
            assertThat(row(page, other)).isVisible();
            picture(page, "admin-sockets");
            row(page, other).locator("td").first().click();
            page.getByLabel("Join a room").fill("cave");
            page.getByLabel("Join a room").press("Tab");
            page.locator("form button[type=submit]:visible").click();
            assertThat(row(page, "cave")).isVisible();
            picture(page, "admin-socket");
            open(page, "rooms/", "Rooms");
            assertThat(row(page, "cave")).containsText("1");
            picture(page, "admin-rooms");

            open(page, "events/", "Events");
            second.say("open the cave");
            // Received from one, sent to both.
            assertThat(page.locator("tr:visible", new Page.LocatorOptions().setHasText("chat message")))
                    .hasCount(3);
            picture(page, "admin-events");

            open(page, "sockets/", "Sockets");
            row(page, kicked).locator("button").click();
            // The click also opens the details of the socket.
            assertThat(page.getByText("Socket details")).isVisible();
            open(page, "sockets/", "Sockets");
            assertThat(row(page, kicked)).hasCount(0);
            assertThat(row(page, other)).isVisible();
            program.awaitLog(line -> line.contains(kicked) && line.contains("server namespace disconnect"));
            page.reload();
            assertThat(row(page, other)).isVisible();
            assertThat(complaints).isEmpty();
        }
    }

    private static void logIn(Page page, String url, String password) {
        page.getByLabel("Server URL").fill(url);
        page.getByLabel("Username").fill("ali");
        page.getByLabel("Password").fill(password);
        page.getByText("Connect", new Page.GetByTextOptions().setExact(true)).click();
    }

    /** Goes to another view, and waits until the one before has slid away. */
    private static void open(Page page, String view, String title) {
        page.evaluate("location.hash = '#/" + view + "'");
        assertThat(page.locator(".v-breadcrumbs")).hasText(new String[] {title});
    }

    private static Locator row(Page page, String id) {
        return page.locator("tr:visible", new Page.LocatorOptions().setHasText(id))
                .first();
    }

    /** For those who want to look. */
    private static void picture(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")));
    }
}
