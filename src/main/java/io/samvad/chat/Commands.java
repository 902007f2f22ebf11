package io.samvad.chat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What can be written with a slash: other words for requests, whose answers come with a text for people. */
final class Commands {
    private static final String COMMAND = "command";
    private static final String TEXT = "text";
    private static final String ROOM = "room";
    /** What a command may have before and behind a message of the greatest length. */
    private static final int MORE = 100;

    private final Requests requests;
    private final ChatOptions options;
    private final Map<String, Command> commands = new LinkedHashMap<>();

    Commands(Requests requests, ChatOptions options) {
        this.requests = requests;
        this.options = options;
    }

    /**
     * A command.
     *
     * @param words what is written behind its name, in capitals; what is in brackets may be left out
     * @param about what it does
     */
    private record Command(String name, String words, String about, Run run) {
        private String usage() {
            return words.isEmpty() ? "/" + name : "/" + name + " " + words;
        }

        private boolean needsWords() {
            return !words.isEmpty() && !words.startsWith("[");
        }
    }

    /** One call of a command. */
    private record Call(Visitor visitor, Command command, String room, String words, String clientOffset) {
        private String first() {
            return words.split("\\s+", 2)[0];
        }

        /** What follows the first word; "" if nothing does. */
        private String rest() {
            String[] both = words.split("\\s+", 2);
            return both.length < 2 ? "" : both[1];
        }

        private Refusal misused() {
            return Refusal.invalid("use it so: " + command.usage());
        }
    }

    @FunctionalInterface
    private interface Run {
        Future<JsonObject> run(Call call);
    }

    void install() {
        requests.add(COMMAND, Requests.Kind.OPEN, this::receive);
        add("help", "", "tells what can be written with a slash", this::help);
        add("nick", "NAME", "gives you a nickname", this::nick);
        add("join", "ROOM", "lets you into a room", this::join);
        add("leave", "", "takes you out of this room", this::leave);
        add("create", "ROOM [TOPIC]", "makes a room", this::create);
        add("topic", "TEXT", "says what this room is about", this::topic);
        add("msg", "NICK TEXT", "says something to somebody alone", this::message);
        add("who", "", "tells who is here", this::who);
        add("rooms", "", "lists the rooms", this::rooms);
        add("search", "WORDS", "finds messages of this room", this::search);
        add("me", "TEXT", "says what you do", this::me);
    }

    private void add(String name, String words, String about, Run run) {
        commands.put(name, new Command(name, words, about, run));
    }

    private Future<JsonObject> receive(Visitor visitor, JsonObject wanted) {
        String text = Wanted.text(wanted, TEXT);
        if (text == null || !text.startsWith("/")) {
            return Refusal.invalid("a command begins with /").failed();
        }
        if (text.length() > options.getMaxLength() + MORE) {
            return new Refusal("too_large", "that is too long for a command", 0).failed();
        }
        String[] both = text.substring(1).strip().split("\\s+", 2);
        String name = both[0].toLowerCase(Locale.ROOT);
        Command command = commands.get(name);
        if (command == null) {
            return new Refusal("unknown_command", "there is no such command: /help tells which there are", 0).failed();
        }
        String words = both.length < 2 ? "" : both[1];
        Call call = new Call(visitor, command, Rooms.room(visitor, wanted), words, Wanted.text(wanted, "clientOffset"));
        if (command.needsWords() && words.isEmpty()) {
            return call.misused().failed();
        }
        return command.run
                .run(call)
                .map(answer -> new JsonObject().put(COMMAND, name).mergeIn(answer));
    }

    /** Asks what the command stands for, and adds what people read of the answer. */
    private Future<JsonObject> ask(Call call, String event, JsonObject wanted, Function<JsonObject, String> text) {
        return requests.ask(call.visitor, event, wanted)
                .map(answer -> answer.copy().put(TEXT, text.apply(answer)));
    }

    // ---------------------------------------------------------------- one by one

    private Future<JsonObject> help(Call call) {
        String text = commands.values().stream()
                .map(command -> command.usage() + ": " + command.about)
                .collect(Collectors.joining("\n"));
        JsonArray all = new JsonArray();
        commands.values()
                .forEach(command -> all.add(new JsonObject()
                        .put(COMMAND, command.name)
                        .put("usage", command.usage())
                        .put("about", command.about)));
        return Future.succeededFuture(new JsonObject().put("commands", all).put(TEXT, text));
    }

    private Future<JsonObject> nick(Call call) {
        return ask(
                call,
                "nick",
                new JsonObject().put("nick", call.words),
                answer -> "You are " + answer.getString("nick") + " now.");
    }

    private Future<JsonObject> join(Call call) {
        return ask(call, "join", in(call.words), answer -> "You are in " + answer.getString(ROOM) + ".");
    }

    private Future<JsonObject> leave(Call call) {
        return ask(call, "leave", in(call.room), answer -> "You have left " + answer.getString(ROOM) + ".");
    }

    private Future<JsonObject> create(Call call) {
        JsonObject wanted = in(call.first()).put("topic", call.rest());
        return ask(
                call,
                "create",
                wanted,
                answer -> "There is the room " + answer.getString(ROOM) + ", and you are in it.");
    }

    private Future<JsonObject> topic(Call call) {
        JsonObject wanted = in(call.room).put("topic", call.words);
        return ask(call, "topic", wanted, answer -> answer.getString(ROOM) + " is about: " + answer.getString("topic"));
    }

    private Future<JsonObject> message(Call call) {
        if (call.rest().isEmpty()) {
            return call.misused().failed();
        }
        String nick = call.first().startsWith("@") ? call.first().substring(1) : call.first();
        return requests.ask(call.visitor, "direct", new JsonObject().put("nick", nick))
                .compose(info -> say(call, info.getString(ROOM), call.rest(), false)
                        .map(answer -> info.copy().mergeIn(answer)));
    }

    private Future<JsonObject> me(Call call) {
        return say(call, call.room, call.words, true);
    }

    private Future<JsonObject> say(Call call, String room, String text, boolean action) {
        JsonObject message = in(room).put(TEXT, text).put("clientOffset", call.clientOffset);
        // The message itself is what people read of it.
        return ask(call, options.getEvent(), action ? message.put(Wire.ACTION, true) : message, answer -> "");
    }

    private Future<JsonObject> who(Call call) {
        return ask(call, "people", in(call.room), Commands::whoIsThere);
    }

    private static String whoIsThere(JsonObject answer) {
        String names = answer.getJsonArray("people").stream()
                .map(person -> ((JsonObject) person).getString("nick"))
                .map(nick -> nick == null ? "somebody without a nickname" : nick)
                .limit(Roster.MAX_NAMED)
                .collect(Collectors.joining(", "));
        int people = answer.getInteger("count");
        int guests = answer.getInteger("guests");
        String more = people > Roster.MAX_NAMED ? " and " + (people - Roster.MAX_NAMED) + " more" : "";
        return "Here: " + (people == 0 ? "nobody" : names + more) + (guests == 0 ? "." : "; guests: " + guests + ".");
    }

    private Future<JsonObject> rooms(Call call) {
        return ask(call, "rooms", new JsonObject(), answer -> answer.getJsonArray("rooms").stream()
                .map(room -> line((JsonObject) room))
                .collect(Collectors.joining("\n")));
    }

    private static String line(JsonObject room) {
        String topic = room.getString("topic");
        return room.getString(ROOM) + " (" + room.getInteger("people") + ")" + (topic.isEmpty() ? "" : ": " + topic);
    }

    private Future<JsonObject> search(Call call) {
        JsonObject wanted = in(call.room).put("words", call.words);
        return ask(call, "search", wanted, answer -> {
            int found = answer.getJsonArray("messages").size();
            return found == 0
                    ? "Nothing found."
                    : "Found: " + found + (answer.getBoolean("more") ? " and more" : "") + ".";
        });
    }

    private static JsonObject in(String room) {
        return new JsonObject().put(ROOM, room);
    }
}
