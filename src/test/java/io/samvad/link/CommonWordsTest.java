package io.samvad.link;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommonWordsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Host",
                "host",
                "HOST",
                "/socket.io/?EIO=4&transport=websocket",
                "cookie",
                "13",
                "\1",
                "\0010",
                "\1z",
                "\1\1",
                "\1\1Host"
            })
    void whatComesBackIsWhatCame(String text) {
        assertThat(CommonWords.full(CommonWords.shortened(text))).isEqualTo(text);
    }

    @Test
    void theShortFormsHaveNothingThatPartsTheLinesOfARequest() {
        assertThat(CommonWords.WORDS).allSatisfy(word -> {
            assertThat(CommonWords.shortened(word)).hasSize(2).doesNotContain(":", "\n");
            assertThat(CommonWords.full(CommonWords.shortened(word))).isEqualTo(word);
        });
    }

    @Test
    void aWordOfAllClientsTakesTwoCharacters() {
        assertThat(CommonWords.shortened("Sec-WebSocket-Version")).hasSize(2);
        assertThat(CommonWords.shortened("cookie")).hasSize(2);
    }
}
