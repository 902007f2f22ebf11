package io.samvad.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.samvad.chat.Relay;
import io.samvad.socketio.SocketIo;
import io.samvad.socketio.SocketIoOptions;
import io.samvad.testkit.HttpAnswer;
import io.samvad.testkit.Instances;
import io.samvad.testkit.RawConnection;
import io.samvad.testkit.RawWebSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Types the {@code console} blocks of the chapter "On the wire" once more, and reads the same: what {@code curl} sends and
 * prints, and what {@code wscat} shows with {@code >} and {@code <}. Ids and what comes after a shortening differ.
 */
class OnTheWireTest {
    private static final Pattern BLOCK = Pattern.compile("^```console\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern CURL =
            Pattern.compile("\\$ curl (-i )?\"http://localhost:3000([^\"]+)\"(?: -d [$]?'(.*)')?");
    private static final Pattern WSCAT = Pattern.compile("\\$ npx wscat -c '?ws://localhost:3000([^' ]+)'?");
    private static final Pattern SID = Pattern.compile("\"sid\":\"([^\"]+)\"");

    private Instances<SocketIo> server;
    private String sid;
    private int replayed;

    private static void serve(SocketIo io) {
        new Relay("chat message").install(io);
        RoomsGuideTest.rooms(io);
    }

    @ParameterizedTest
    @ValueSource(strings = {"on-the-wire.md", "on-the-wire.hinglish.md"})
    void whatTheChapterShowsIsWhatTheServerSays(String page) {
        String text = GuideTest.read(Path.of("docs/guide", page));
        try (Instances<SocketIo> servers = Instances.socketIo(2, new SocketIoOptions(), OnTheWireTest::serve)) {
            server = servers;
            BLOCK.matcher(text)
                    .results()
                    .forEach(block -> replay(block.group(1).lines().toList()));
        }
        assertThat(replayed).isGreaterThan(5);
    }

    private void replay(List<String> lines) {
        for (int i = 0; i < lines.size(); ) {
            int end = i + 1;
            while (end < lines.size() && !lines.get(end).startsWith("$ ")) {
                end++;
            }
            replay(lines.get(i), lines.subList(i + 1, end));
            i = end;
        }
    }

    private void replay(String command, List<String> shown) {
        Matcher curl = CURL.matcher(command);
        Matcher wscat = WSCAT.matcher(command);
        if (curl.matches()) {
            replayed++;
            assertThat(answer(curl)).as(command).isEqualTo(withoutIds(String.join("\n", shown)));
        } else if (wscat.matches()) {
            replayed++;
            converse(wscat.group(1), shown);
        } else {
            assertThat(command).startsWith("$ SID=");
        }
    }

    private String answer(Matcher curl) {
        String target = curl.group(2).replace("$SID", sid == null ? "" : sid);
        String body = curl.group(3) == null ? null : curl.group(3).replace("\\x1e", "\u001e");
        HttpAnswer answer =
                RawConnection.request(server.port(), body == null ? "GET" : "POST", target, body, "Accept: */*");
        Matcher opened = SID.matcher(answer.text());
        if (answer.text().startsWith("0") && opened.find()) {
            sid = opened.group(1);
        }
        List<String> lines = new ArrayList<>();
        if (curl.group(1) != null) {
            lines.add(answer.status() == 200 ? "HTTP/1.1 200 OK" : "HTTP/1.1 400 Bad Request");
            lines.addAll(answer.headers());
            lines.add("");
        }
        lines.add(answer.text().replace("\u001e", "\u241e"));
        return withoutIds(String.join("\n", lines));
    }

    private void converse(String target, List<String> shown) {
        try (RawWebSocket webSocket = RawWebSocket.open(server.port(), target)) {
            for (String line : shown) {
                if (line.startsWith("> ")) {
                    webSocket.send(line.substring(2));
                } else if (line.startsWith("< ")) {
                    assertThat(withoutIds(webSocket.readText())).isEqualTo(withoutIds(line.substring(2)));
                } else {
                    assertThat(line).isEqualTo("Connected (press CTRL+C to quit)");
                }
            }
        }
    }

    private static String withoutIds(String text) {
        return SID.matcher(text).replaceAll("\"sid\":\"...\"");
    }
}
