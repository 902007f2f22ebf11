package io.samvad.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plays what {@code docs/chat-protocol.md} shows, against a server. */
class ProtocolExamplesTest {
    private static final Path PAGE = Path.of("docs", "chat-protocol.md");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```chat\\n(.*?)^```$");
    private static final Pattern LINE = Pattern.compile("(\\w+)([<>]) ([\\[{].*)");
    private static final String ANYTHING = "…";
    /** What differs each time: when it was, and how many are there, which is told a moment later. */
    private static final Set<String> DIFFERING = Set.of("time", "edited", "retryAfter", "people");

    @TempDir
    Path folder;

    private final Map<String, ChatClient> clients = new HashMap<>();
    private final Map<String, JsonObject> answers = new HashMap<>();
    private final Map<String, JsonArray> questions = new HashMap<>();

    @Test
    void theExamplesOfTheProtocolAreWhatTravels() throws IOException {
        List<String> lines = new ArrayList<>();
        for (MatchResult block : BLOCK.matcher(Files.readString(PAGE)).results().toList()) {
            lines.addAll(block.group(1).lines().toList());
        }
        assertThat(lines).hasSizeGreaterThan(60);
        try (ChatServer server = new ChatServer(folder, 1, ChatServer.options())) {
            for (String line : lines) {
                MatchResult parts =
                        LINE.matcher(line).results().findFirst().orElseThrow(() -> new AssertionError(line));
                play(server, parts.group(1), parts.group(2).equals(">"), Json.decodeValue(parts.group(3)), line);
            }
        }
    }

    @Test
    void eachEventThatIsHeardOrToldHasAnExampleAndEachCodeALine() throws IOException {
        String page = Files.readString(PAGE);
        StringBuilder sources = new StringBuilder();
        try (Stream<Path> files = Files.list(Path.of("src", "main", "java", "io", "samvad", "chat"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sources.append(Files.readString(file));
            }
        }
        List<String> asked = found("\\.add\\(\\s*\"(\\w+)\",\\s*Requests\\.Kind", sources);
        List<String> told = found("emit\\(\\s*\"(\\w+)\"", sources);
        List<String> codes = found("new Refusal\\(\\s*\"(\\w+)\"", sources);
        assertThat(asked).contains("history", "react", "typing").hasSizeGreaterThan(13);
        assertThat(told).contains("welcome", "edited", "left");
        assertThat(codes).contains("invalid", "too_many", "unknown_event");
        assertThat(asked).allSatisfy(event -> assertThat(page).contains("> [\"" + event + "\""));
        assertThat(told).allSatisfy(event -> assertThat(page).contains("< [\"" + event + "\""));
        assertThat(codes).allSatisfy(code -> assertThat(page).contains("| `" + code + "` |"));
    }

    private static List<String> found(String pattern, CharSequence text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .distinct()
                .toList();
    }

    private void play(ChatServer server, String who, boolean sends, Object what, String line) {
        if (sends && what instanceof JsonObject connect) {
            clients.put(who, server.client(connect.getJsonObject("auth")));
        } else if (sends) {
            JsonArray event = (JsonArray) what;
            questions.put(who, event);
            answers.put(who, ask(who, event));
        } else if (what instanceof JsonObject) {
            compareAnswer(who, what, line);
        } else {
            JsonArray event = (JsonArray) what;
            compare(hear(who, event), event, line);
        }
    }

    private JsonObject ask(String who, JsonArray event) {
        return clients.get(who).ask(event.getString(0), event.stream().skip(1).toArray());
    }

    /** Who is there, and by which name, is known a moment after it was said: until then one asks again. */
    private void compareAnswer(String who, Object shown, String line) {
        JsonObject answer = answers.remove(who);
        JsonArray question = questions.remove(who);
        if (question.getString(0).equals("people")) {
            await().untilAsserted(() -> compare(ask(who, question), shown, line));
        } else {
            compare(answer, shown, line);
        }
    }

    /** The next event of that name; of messages, the one that is shown, and of the presence, what names those people. */
    private JsonArray hear(String who, JsonArray shown) {
        JsonArray heard;
        do {
            heard = clients.get(who).hear(shown.getString(0));
        } while (isEarlier(heard, shown));
        if (shown.getString(0).equals("presence")) {
            // Who came a moment before may be told with them.
            JsonArray came = new JsonArray();
            heard.getJsonObject(1).getJsonArray("came").stream()
                    .filter(one -> nicks(shown).contains(nick(one)))
                    .forEach(came::add);
            heard.getJsonObject(1).put("came", came);
        }
        return heard;
    }

    private static boolean isEarlier(JsonArray heard, JsonArray shown) {
        return switch (shown.getString(0)) {
            case "chat message" -> heard.getLong(2) < shown.getLong(2);
            case "presence" -> !nicks(heard).containsAll(nicks(shown));
            default -> false;
        };
    }

    private static List<String> nicks(JsonArray presence) {
        return presence.getJsonObject(1).getJsonArray("came").stream()
                .map(ProtocolExamplesTest::nick)
                .toList();
    }

    private static String nick(Object person) {
        return ((JsonObject) person).getString("nick");
    }

    private static void compare(Object real, Object shown, String line) {
        if (shown instanceof JsonObject object) {
            assertThat(real).as(line).isInstanceOf(JsonObject.class);
            assertThat(((JsonObject) real).fieldNames()).as(line).isEqualTo(object.fieldNames());
            for (String name : object.fieldNames()) {
                Object value = object.getValue(name);
                if (!(DIFFERING.contains(name) && value instanceof Number)) {
                    compare(((JsonObject) real).getValue(name), value, line);
                }
            }
        } else if (shown instanceof JsonArray array) {
            assertThat(real).as(line).isInstanceOf(JsonArray.class);
            assertThat(((JsonArray) real).size()).as(line).isEqualTo(array.size());
            for (int i = 0; i < array.size(); i++) {
                compare(((JsonArray) real).getValue(i), array.getValue(i), line);
            }
        } else if (!ANYTHING.equals(shown)) {
            assertThat(real).as(line).isEqualTo(shown);
        }
    }
}
