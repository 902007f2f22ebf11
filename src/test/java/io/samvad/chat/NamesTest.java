package io.samvad.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NamesTest {
    @Test
    void roomsHaveLettersOfAnyScriptAndAreTheSameWhateverTheirCase() {
        assertThat(Names.room("Tea-Time_2")).isEqualTo("tea-time_2");
        assertThat(Names.room("चाय")).isEqualTo("चाय");
        assertThat(Names.room("A\u0308rger")).isEqualTo("\u00e4rger");
        assertThat(Names.room("x".repeat(50))).hasSize(50);
        for (Object none :
                List.of("", "a b", "@anna", "@a@b", "@a@b@c", "a/b", "x".repeat(51), "a\u202eb", "a\u200bb", 7)) {
            assertThat(Names.room(none)).as("%s", none).isNull();
        }
        assertThat(Names.room(null)).isNull();
    }

    @Test
    void nicknamesHaveNoSignsThatHideOrTurnLetters() {
        for (String good :
                List.of("Anna", "Ann-Marie", "a.b", "_x_", "अनुष्का", "क्\u200dष", "李", "Zo\u00eb", "x".repeat(30))) {
            assertThat(Names.nick(good)).as(good).isEqualTo(good);
        }
        for (String bad : List.of(
                "",
                " ",
                "a b",
                "-a",
                "a.",
                "a-",
                "a\u200db",
                "a\u200cb",
                "a\u202eb",
                "a\u2066b",
                "a\u00adb",
                "a\ufeffb",
                "a\0b",
                "x".repeat(31),
                "@anna",
                "a@b",
                "\u0301a")) {
            assertThat(Names.nick(bad))
                    .as("%s", bad.codePoints().boxed().toList())
                    .isNull();
        }
    }

    @Test
    void noNameCanBeTakenForAnother() {
        for (String good : List.of(
                "\u0410\u043d\u043d\u0430",
                "devops-\u0447\u0430\u0442",
                "\u0930\u094d\u0915\u094d\u0937\u094d\u092e",
                "\u0e17\u0e35\u0e48",
                "React\u958b\u767a",
                "anna7")) {
            assertThat(Names.misleading(good)).as(good).isNull();
            assertThat(Names.nick(good)).as(good).isEqualTo(good);
        }
        for (String bad : List.of(
                "\u0410nna",
                "l\u03bfbby",
                "\u3164",
                "Anna\u3164",
                "Anna\ufe0f",
                "Anna\udb40\udd00",
                "Anna\u034f",
                "\uffa0",
                "\u115f",
                "A" + "\u0321".repeat(5))) {
            assertThat(Names.misleading(bad))
                    .as("%s", bad.codePoints().boxed().toList())
                    .startsWith("a ");
            assertThat(Names.nick(bad))
                    .as("%s", bad.codePoints().boxed().toList())
                    .isNull();
        }
    }

    @Test
    void symbolsAreSeenAndHideNothing() {
        for (String good : List.of(
                "+",
                "\ud83d\udc4d",
                "\u2764\ufe0f",
                "\ud83d\udc69\u200d\ud83d\udcbb",
                "\ud83e\udee8",
                "\ud83c\uddee\ud83c\uddf3")) {
            assertThat(Names.isSymbol(good)).as(good).isTrue();
        }
        for (String bad : List.of(
                "", " ", "a b", "\u202e", "a\u202eb", "\u200d", "\u200b", "\ufe0f", "\u3164", "\u0007", "\u00a0")) {
            assertThat(Names.isSymbol(bad))
                    .as("%s", bad.codePoints().boxed().toList())
                    .isFalse();
        }
    }

    @Test
    void mentionsAreFoundInTexts() {
        assertThat(Names.mentioned("@anna and @Boris, (@clara-2). @अनुष्का! a@mail.example @-x @@y @dot."))
                .containsExactly("anna", "Boris", "clara-2", "अनुष्का", "dot");
        assertThat(Names.mentioned("@a ".repeat(3))).containsExactly("a");
        assertThat(Names.mentioned("nobody")).isEmpty();
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            many.append(" @n").append(i);
        }
        assertThat(Names.mentioned(many.toString())).hasSize(20);
        assertThat(Names.mentioned("@" + "a.".repeat(10_000))).isEmpty();
    }

    @Test
    void aDirectRoomAdmitsItsTwoMembers() {
        String room = "@" + ChatClient.id("anna") + "@" + ChatClient.id("boris");
        assertThat(Names.room(room)).isEqualTo(room);
        assertThat(Names.room(room + "\0")).isNull();
        assertThat(Names.admits("@a@b", "a")).isTrue();
        assertThat(Names.admits("@a@b", "c")).isFalse();
        assertThat(Names.admits("@a@b", null)).isFalse();
        assertThat(Names.admits("tea", null)).isTrue();
        assertThat(Names.draft("@b@a").name()).isEqualTo("@a@b");
    }
}
