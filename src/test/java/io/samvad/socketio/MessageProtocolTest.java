package io.samvad.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import io.samvad.conformance.SocketSuiteServer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Socket.IO protocol v5, sections "Sending and receiving data" and "Acknowledgement", on the wire. */
class MessageProtocolTest {
    private static Place.Town town;

    @BeforeAll
    static void start() {
        town = new Place.Town(new SocketIoOptions(), MessageProtocolTest::setUp);
    }

    @AfterAll
    static void stop() {
        town.close();
    }

    private static void setUp(SocketIo io) {
        SocketSuiteServer.setUp(io);
        io.of("/asking").onConnection(socket -> {
            socket.on("ask", args -> socket.emitWithAck(
                            "question", args.toList().toArray())
                    .onSuccess(answer -> socket.emit("answered", answer.toList().toArray())));
            socket.on("bytes", args -> {
                Buffer twice = Buffer.buffer(new byte[] {9});
                JsonObject deep = new JsonObject().put("b", Buffer.buffer(new byte[] {7, 8}));
                socket.emit("here", twice, deep, List.of(1, twice));
            });
        });
    }

    static Stream<Place> places() {
        return town.places();
    }

    /** A client in the main namespace that has read the auth event of the suite's server. */
    private static WireClient client(Place place) {
        WireClient client = place.connected();
        assertThat(client.receive()).isEqualTo("2[\"auth\",{}]");
        return client;
    }

    // ---------------------------------------------------------------- "Sending and receiving data"

    @ParameterizedTest
    @MethodSource("places")
    void anEventArrivesWithItsArgumentsAndSoDoesTheAnswer(Place place) {
        try (WireClient client = client(place)) {
            client.send("2[\"message\",1,\"2\",{\"3\":[true]}]");
            assertThat(client.receive()).isEqualTo("2[\"message-back\",1,\"2\",{\"3\":[true]}]");
            client.send("2[\"message\"]");
            assertThat(client.receive()).isEqualTo("2[\"message-back\"]");
        }
    }

    @ParameterizedTest
    @MethodSource("places")
    void anEventInACustomNamespaceStaysThere(Place place) {
        try (WireClient client = client(place)) {
            client.connect("/custom,").receive();
            client.send("2/custom,[\"message\",\"c\"]").send("2[\"message\",\"m\"]");
            assertThat(client.receive(2))
                    .containsExactly("2/custom,[\"message-back\",\"c\"]", "2[\"message-back\",\"m\"]");
        }
    }

    @ParameterizedTest
    @MethodSource("places")
    void numbersKeepTheirPrecisionBothWays(Place place) {
        String numbers = "0,-1,9007199254740993,123456789012345678901234567890,0.1,1.7976931348623157E308,"
                + "3.141592653589793238462643383279";
        try (WireClient client = client(place)) {
            client.send("2[\"message\"," + numbers + "]");
            assertThat(client.receive()).isEqualTo("2[\"message-back\"," + numbers + "]");
        }
    }

    @ParameterizedTest
    @MethodSource("places")
    void textOfEveryPlaneArrives(Place place) {
        String text = "नमस्ते 😀 \\\" \\\\ \\u0000 \u2028 é";
        try (WireClient client = client(place)) {
            client.send("2[\"message\",\"" + text + "\"]");
            assertThat(new io.vertx.core.json.JsonArray(client.receive().substring(1)).getString(1))
                    .isEqualTo("नमस्ते 😀 \" \\ \u0000 \u2028 é");
        }
    }

    @ParameterizedTest
    @MethodSource("places")
    void anEventMayHaveABinaryArgumentAnywhere(Place place) {
        try (WireClient client = client(place)) {
            client.send(
                            "52-[\"message\",{\"_placeholder\":true,\"num\":1},[{\"in\":{\"_placeholder\":true,\"num\":0}}]]")
                    .sendBinary(1, 2, 3)
                    .sendBinary(4, 5, 6);
            assertThat(client.receive(3))
                    .containsExactly(
                            "52-[\"message-back\",{\"_placeholder\":true,\"num\":0},[{\"in\":{\"_placeholder\":true,\"num\":1}}]]",
                            "<040506>",
                            "<010203>");
        }
    }

    @ParameterizedTest
    @MethodSource("places")
    void anEventWithAnEmptyAttachmentOrNoneArrives(Place place) {
        try (WireClient client = client(place)) {
            client.send("51-[\"message\",{\"_placeholder\":true,\"num\":0}]").sendBinary();
            assertThat(client.receive(2))
                    .containsExactly("51-[\"message-back\",{\"_placeholder\":true,\"num\":0}]", "<>");
            client.send("50-[\"message\",1]");
            assertThat(client.receive()).isEqualTo("2[\"message-back\",1]");
        }
    }

    @ParameterizedTest
    @MethodSource("places")
    void theServerSendsBinaryFromAnywhereInItsArgumentsAndEachOnce(Place place) {
        try (WireClient client = place.open().connect("/asking,")) {
            client.send("2/asking,[\"bytes\"]");
            assertThat(client.receive(3))
                    .containsExactly(
                            "52-/asking,[\"here\",{\"_placeholder\":true,\"num\":0},{\"b\":{\"_placeholder\":true,"
                                    + "\"num\":1}},[1,{\"_placeholder\":true,\"num\":0}]]",
                            "<09>",
                            "<0708>");
        }
    }

    // ---------------------------------------------------------------- "Acknowledgement"

    @ParameterizedTest
    @MethodSource("places")
    void anEventWithAnIdIsAcknowledgedUnderThatId(Place place) {
        try (WireClient client = client(place)) {
            for (String id : List.of("0", "456", "9007199254740991")) {
                client.send("2" + id + "[\"message-with-ack\",1,\"2\",{\"3\":[false]}]");
                assertThat(client.receive()).isEqualTo("3" + id + "[1,\"2\",{\"3\":[false]}]");
            }
            client.send("21[\"message-with-ack\"]");
            assertThat(client.receive()).isEqualTo("31[]");
        }
    }

    @ParameterizedTest
    @MethodSource("places")
    void aBinaryEventIsAcknowledgedWithBinary(Place place) {
        try (WireClient client = client(place)) {
            client.send(
                            "52-789[\"message-with-ack\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]")
                    .sendBinary(1, 2, 3)
                    .sendBinary(4, 5, 6);
            assertThat(client.receive(3))
                    .containsExactly(
                            "62-789[{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]",
                            "<010203>",
                            "<040506>");
        }
    }

    @ParameterizedTest
    @MethodSource("places")
    void theServerMayAskForAnAcknowledgement(Place place) {
        try (WireClient client = place.open().connect("/asking,")) {
            client.send("2/asking,[\"ask\",\"how\"]");
            assertThat(client.receive()).isEqualTo("2/asking,0[\"question\",\"how\"]");
            client.send("3/asking,0[\"fine\",2]");
            assertThat(client.receive()).isEqualTo("2/asking,[\"answered\",\"fine\",2]");

            client.send("2/asking,[\"ask\"]");
            assertThat(client.receive()).isEqualTo("2/asking,1[\"question\"]");
            client.send("61-/asking,1[{\"_placeholder\":true,\"num\":0}]").sendBinary(5);
            assertThat(client.receive(2))
                    .containsExactly("51-/asking,[\"answered\",{\"_placeholder\":true,\"num\":0}]", "<05>");
        }
    }

    @ParameterizedTest
    @MethodSource("places")
    void anAcknowledgementThatNobodyWaitsForIsIgnored(Place place) {
        try (WireClient client = place.open().connect("/asking,")) {
            client.send("3/asking,0[\"early\"]").send("2/asking,[\"ask\"]");
            assertThat(client.receive()).isEqualTo("2/asking,0[\"question\"]");
            client.send("3/asking,7[\"unknown\"]").send("3/asking,0[\"first\"]").send("3/asking,0[\"second\"]");
            assertThat(client.receive()).isEqualTo("2/asking,[\"answered\",\"first\"]");
            client.send("2/asking,[\"ask\"]");
            assertThat(client.receive()).isEqualTo("2/asking,1[\"question\"]");
        }
    }
}
