package io.samvad.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import io.samvad.conformance.SocketSuiteServer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Socket.IO protocol v5, sections "Connection to a namespace" and "Disconnection from a namespace", on the wire. */
class ConnectProtocolTest {
    private static final String CONNECTED = "0\\{\"sid\":\"[\\w-]{20}\"}";

    private static Place.Town town;
    private static Place.Town hastyTown;

    @BeforeAll
    static void start() {
        town = new Place.Town(new SocketIoOptions(), ConnectProtocolTest::setUp);
        hastyTown = new Place.Town(new SocketIoOptions().setConnectTimeout(1_000), ConnectProtocolTest::setUp);
    }

    @AfterAll
    static void stop() {
        town.close();
        hastyTown.close();
    }

    private static void setUp(SocketIo io) {
        SocketSuiteServer.setUp(io);
        io.of("/undecided").use(socket -> Promise.<Void>promise().future());
        io.of("/guarded").use(socket -> {
            if (Objects.equals(socket.handshake().auth().getValue("token"), "right")) {
                return Future.succeededFuture();
            }
            JsonObject data = new JsonObject()
                    .put("code", 7)
                    .put("ways", new JsonArray().add("token").addNull());
            return Future.failedFuture(new ConnectError("not authorized", data));
        });
        io.of("/closed").use(socket -> Future.failedFuture(new ConnectError("not today")));
    }

    static Stream<Place> places() {
        return town.places();
    }

    static Stream<Place> hastyPlaces() {
        return hastyTown.places();
    }

    // ---------------------------------------------------------------- "Connection to a namespace"

    @ParameterizedTest
    @MethodSource("places")
    void connectToTheMainNamespaceIsAnsweredWithASid(Place place) {
        try (WireClient client = place.open().send("0")) {
            assertThat(client.receive()).matches(CONNECTED);
            assertThat(client.receive()).isEqualTo("2[\"auth\",{}]");
        }
    }

    @ParameterizedTest
    @MethodSource("places")
    void thePayloadOfConnectIsTheAuthOfTheHandshake(Place place) {
        try (WireClient client = place.open().send("0{\"token\":\"123\",\"deep\":{\"n\":[1.5,null]}}")) {
            assertThat(client.receive()).matches(CONNECTED);
            assertThat(client.receive()).isEqualTo("2[\"auth\",{\"token\":\"123\",\"deep\":{\"n\":[1.5,null]}}]");
        }
    }

    @ParameterizedTest
    @MethodSource("places")
    void connectToACustomNamespaceIsAnsweredInItsName(Place place) {
        for (String connect : List.of("0/custom,", "0/custom", "0/custom?old=query,")) {
            try (WireClient client = place.open().send(connect)) {
                assertThat(client.receive()).matches(CONNECTED.replaceFirst("0", "0/custom,"));
                assertThat(client.receive()).isEqualTo("2/custom,[\"auth\",{}]");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("places")
    void connectToACustomNamespaceMayCarryAPayload(Place place) {
        try (WireClient client = place.open().send("0/custom,{\"token\":\"abc\"}")) {
            client.receive();
            assertThat(client.receive()).isEqualTo("2/custom,[\"auth\",{\"token\":\"abc\"}]");
        }
    }

    @ParameterizedTest
    @MethodSource("places")
    void eachNamespaceOnAConnectionHasAnIdOfItsOwn(Place place) {
        try (WireClient client = place.connected()) {
            String main = client.id();
            client.receive();
            String custom = client.connect("/custom,").id();
            assertThat(List.of(main, custom, client.engine().sid())).doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @MethodSource("places")
    void anUnknownNamespaceIsRefusedAndTheConnectionGoesOn(Place place) {
        try (WireClient client = place.open().send("0/random")) {
            assertThat(client.receive()).isEqualTo("4/random,{\"message\":\"Invalid namespace\"}");
            assertThat(client.send("0").receive()).matches(CONNECTED);
        }
    }

    @ParameterizedTest
    @MethodSource("places")
    void aRefusalCarriesMessageAndData(Place place) {
        try (WireClient client = place.open().send("0/guarded,{\"token\":\"wrong\"}")) {
            assertThat(client.receive())
                    .isEqualTo(
                            "4/guarded,{\"message\":\"not authorized\",\"data\":{\"code\":7,\"ways\":[\"token\",null]}}");
        }
        try (WireClient client = place.open().send("0/closed,")) {
            assertThat(client.receive()).isEqualTo("4/closed,{\"message\":\"not today\"}");
        }
    }

    @ParameterizedTest
    @MethodSource("places")
    void whoWasRefusedMayAskAgain(Place place) {
        try (WireClient client = place.open().send("0/guarded,")) {
            assertThat(client.receive()).startsWith("4/guarded,");
            assertThat(client.send("0/guarded,{\"token\":\"right\"}").receive()).startsWith("0/guarded,");
        }
    }

    @ParameterizedTest
    @MethodSource("places")
    void aSecondConnectToTheSameNamespaceCloses(Place place) {
        try (WireClient client = place.connected()) {
            client.sendBroken(List.of("0"));
            client.awaitClose();
        }
        try (WireClient client = place.open()) {
            client.sendBroken(List.of("0/undecided,", "0/undecided,"));
            client.awaitClose();
        }
    }

    @ParameterizedTest
    @MethodSource("places")
    void anyOtherPacketBeforeConnectCloses(Place place) {
        for (String packet : List.of("1", "2[\"message\"]", "30[]", "4{\"message\":\"no\"}", "51-[\"a\"]", "abc", "")) {
            try (WireClient client = place.open()) {
                client.sendBroken(List.of(packet));
                client.awaitClose();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("places")
    void aPacketForANamespaceThatIsNotOpenCloses(Place place) {
        for (String packet :
                List.of("2/custom,[\"message\"]", "3/custom,0[]", "1/custom,", "2/undecided,[\"message\"]")) {
            try (WireClient client = place.connected().send("0/undecided,")) {
                client.sendBroken(List.of(packet));
                client.awaitClose();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("places")
    void aClientMustNotSendConnectError(Place place) {
        for (String packet : List.of("4{\"message\":\"no\"}", "4", "4\"no\"", "4/custom,{\"message\":\"no\"}")) {
            try (WireClient client = place.connected()) {
                client.sendBroken(List.of(packet));
                client.awaitClose();
            }
        }
    }

    // ---------------------------------------------------------------- nobody opens a namespace in time

    @ParameterizedTest
    @MethodSource("hastyPlaces")
    void aConnectionOnWhichNobodyConnectsIsClosed(Place place) {
        try (WireClient client = place.open()) {
            client.awaitClose();
        }
    }

    @ParameterizedTest
    @MethodSource("hastyPlaces")
    void aRefusalDoesNotKeepAConnection(Place place) {
        try (WireClient client = place.open().send("0/random").send("0/guarded,")) {
            client.awaitClose();
        }
    }

    @ParameterizedTest
    @MethodSource("hastyPlaces")
    void whoLeavesTheLastNamespaceHasToConnectAgainInTime(Place place) {
        try (WireClient client = place.connected().send("1")) {
            client.awaitClose();
        }
    }

    @ParameterizedTest
    @MethodSource("hastyPlaces")
    void whoIsInANamespaceStays(Place place) {
        // Another one that came later is closed first: so this one's time has passed.
        try (WireClient client = place.connected();
                WireClient late = place.open()) {
            client.receive();
            late.awaitClose();
            client.expectNothingBefore("2[\"message\"]", "2[\"message-back\"]");
        }
    }

    // ---------------------------------------------------------------- "Disconnection from a namespace"

    @ParameterizedTest
    @MethodSource("places")
    void disconnectLeavesOneNamespaceAndIsNotAnswered(Place place) {
        try (WireClient client = place.connected()) {
            client.receive();
            client.connect("/custom,").receive();
            client.send("1/custom,");
            client.expectNothingBefore("2[\"message\",1]", "2[\"message-back\",1]");
        }
    }

    @ParameterizedTest
    @MethodSource("places")
    void afterDisconnectTheNamespaceCanBeOpenedAgainUnderAnotherId(Place place) {
        try (WireClient client = place.connected()) {
            String first = client.id();
            client.receive();
            client.send("1");
            assertThat(client.connect("").id()).isNotEqualTo(first);
        }
    }
}
