package io.samvad.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.util.ArrayList;
import java.util.List;

/** The page of the chat, opened by one visitor: what a person does there and sees. */
final class ChatPage implements AutoCloseable {
    private static final double WAIT_MILLIS = 20_000;

    private final BrowserContext visitor;
    private final boolean isSecond;
    private final Page page;
    private final List<String> connections = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();

    private ChatPage(BrowserContext visitor, boolean isSecond) {
        this.visitor = visitor;
        this.isSecond = isSecond;
        page = visitor.newPage();
        page.onRequest(request -> {
            if (request.url().contains("transport=polling")) {
                connections.add("polling");
            }
        });
        page.onWebSocket(webSocket -> connections.add("websocket"));
        page.onPageError(error -> complaints.add("uncaught " + error));
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.type() + " " + message.text());
            }
        });
        page.addInitScript("document.addEventListener('securitypolicyviolation',"
                + " event => console.error('violates ' + event.effectiveDirective))");
    }

    /** A visitor whose window is so large and who prefers these colours; nothing is open yet. */
    static ChatPage of(Browser browser, int width, int height, ColorScheme colours) {
        return of(
                browser,
                new Browser.NewContextOptions().setViewportSize(width, height).setColorScheme(colours));
    }

    /** A visitor whose browser is set like this; nothing is open yet. */
    static ChatPage of(Browser browser, Browser.NewContextOptions options) {
        return new ChatPage(browser.newContext(options), false);
    }

    /** Another tab of the same browser, with nothing in it yet. */
    ChatPage tab() {
        return new ChatPage(visitor, true);
    }

    /** A visitor with an ordinary window. */
    static ChatPage of(Browser browser) {
        return of(browser, 1200, 750, ColorScheme.LIGHT);
    }

    /** Makes the page connect by WebSocket only. */
    ChatPage byWebSocketOnly() {
        return by("websocket");
    }

    /** Makes the page connect by this transport only, as its author would: with an option to {@code io}. */
    ChatPage by(String transport) {
        page.route("**/chat/connection.js", route -> {
            String script = route.fetch().text();
            String changed = script.replace("io({", "io({ transports: [\"" + transport + "\"],");
            if (changed.equals(script)) {
                throw new AssertionError("connection.js connects in another way than the test expects");
            }
            route.fulfill(
                    new Route.FulfillOptions().setContentType("text/javascript").setBody(changed));
        });
        return this;
    }

    /** Opens the page and waits until it is connected. */
    ChatPage open(String url) {
        Response response = page.navigate(url);
        if (response.status() != 200) {
            throw new AssertionError("the page came with status " + response.status());
        }
        awaitState("connected");
        return this;
    }

    /** Waits until the page shows this as its state: "connecting", "connected", "waiting" or "offline". */
    void awaitState(String state) {
        assertThat(page.locator("#app"))
                .hasAttribute(
                        "data-connection", state, new LocatorAssertions.HasAttributeOptions().setTimeout(WAIT_MILLIS));
    }

    /** Takes a nickname, as a person does in the settings. */
    ChatPage as(String nick) {
        assertThat(page.locator("#app")).hasAttribute("data-mode", "full");
        page.locator("#me").click();
        page.locator("#nick").fill(nick);
        page.locator("#nick").press("Enter");
        assertThat(page.locator("#me-name")).hasText(nick);
        assertThat(page.locator("#dialog")).isHidden();
        return this;
    }

    /** Makes a room and goes there. */
    void create(String room) {
        page.locator("#browse").click();
        page.locator("#new-room").fill(room);
        page.locator("#new-room").press("Enter");
        assertThat(page.locator("#room-name")).hasText("#" + room);
    }

    /** Something on the page. */
    Locator at(String selector) {
        return page.locator(selector);
    }

    /** Waits until nothing of what was written here waits for the server. */
    void awaitAllSent() {
        assertThat(page.locator("#messages .echo"))
                .hasCount(0, new LocatorAssertions.HasCountOptions().setTimeout(WAIT_MILLIS));
    }

    /** Types a message and sends it with the Enter key. */
    void say(String text) {
        page.locator("#input").fill(text);
        page.locator("#input").press("Enter");
    }

    /** Waits until exactly these messages are shown. */
    void awaitMessages(String... texts) {
        assertThat(messages()).hasText(texts, new LocatorAssertions.HasTextOptions().setTimeout(WAIT_MILLIS));
    }

    /** Waits until this is true in the page; asked from here, since the policy of the page lets it evaluate nothing. */
    void awaitThat(String expression) {
        page.waitForCondition(() -> Boolean.TRUE.equals(page.evaluate(expression)));
    }

    /** Waits until so many messages are shown. */
    void awaitMessageCount(int count) {
        assertThat(messages()).hasCount(count, new LocatorAssertions.HasCountOptions().setTimeout(WAIT_MILLIS));
    }

    /** Texts of the messages; those of the simple page have no parts. */
    Locator messages() {
        return page.locator("#messages .text, #messages > li:not([class])");
    }

    /** The transport that carries the connection now. */
    Object transport() {
        return page.evaluate("samvad.socket.io.engine.transport.name");
    }

    /** The connections that the page has begun, in their order: "polling" for a request, "websocket" for a WebSocket. */
    List<String> connections() {
        return connections;
    }

    /** Errors and warnings on the console, uncaught exceptions, and violations of the content security policy. */
    List<String> complaints() {
        // Events of the browser are told during calls to it: a call behind all others fetches the last of them.
        page.evaluate("null");
        return complaints;
    }

    Page page() {
        return page;
    }

    /** Closes the tab; with the first one of a visitor, the browser. */
    @Override
    public void close() {
        if (isSecond) {
            page.close();
        } else {
            visitor.close();
        }
    }
}
