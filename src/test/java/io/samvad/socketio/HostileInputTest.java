package io.samvad.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.samvad.conformance.SocketSuiteServer;
import io.samvad.socketio.WireClient.Wire;
import io.samvad.testkit.HttpAnswer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What has brought other servers down, or breaks "Packet encoding" of the specification: it ends in a close, nothing of it
 * reaches the application, and a client beside it does not notice.
 */
class HostileInputTest {
    private static final int MEGABYTE = 1_000_000;

    private static final ConcurrentLinkedQueue<Throwable> FAILURES = new ConcurrentLinkedQueue<>();
    private static final ConcurrentLinkedQueue<String> HEARD = new ConcurrentLinkedQueue<>();
    private static Place.Town town;
    private WireClient[] healthy;

    @BeforeAll
    static void start() {
        town = new Place.Town(new SocketIoOptions(), io -> {
            SocketSuiteServer.setUp(io);
            io.exceptionHandler(FAILURES::add);
            io.of("/listening").onConnection(socket -> socket.onAny((event, args) -> HEARD.add(event + args)));
        });
    }

    @AfterAll
    static void stop() {
        town.close();
    }

    @BeforeEach
    void connectHealthyClients() {
        healthy = town.servers()
                .map(server -> WireClient.connected(server.port()))
                .toArray(WireClient[]::new);
        Arrays.stream(healthy).forEach(WireClient::receive);
    }

    @AfterEach
    void healthyClientsHaveNotNoticed() {
        for (WireClient client : healthy) {
            client.expectNothingBefore("21[\"message-with-ack\",\"still there\"]", "31[\"still there\"]");
            client.close();
        }
        assertThat(FAILURES).isEmpty();
        town.servers().forEach(server -> await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> server.<Integer>sum(SocketIo::connectionCount), count -> count == 0));
    }

    static Stream<Place> places() {
        return town.places();
    }

    static Stream<Arguments> brokenPackets() {
        List<String> packets = List.of(
                // unknown types (section "Packet encoding")
                "",
                "9",
                "abc",
                "7[\"message\"]",
                "-1",
                "\u0000",
                // a payload that is none
                "2",
                "2{}",
                "2[]",
                "2null",
                "2\"message\"",
                "2[{\"toString\":\"foo\"}]",
                "2[null]",
                "2[[\"message\"]]",
                "2[true]",
                "2[\"message\"",
                "2[\"message\"]]",
                "2[\"message\",]",
                "2[\"message\",NaN]",
                "2[\"message\"] ,",
                "2abc[\"message\"]",
                "2-1[\"message\"]",
                "3[]",
                "30",
                "30{}",
                "31\"x\"",
                "0[]",
                "0/custom,[]",
                "0/custom,\"x\"",
                "0/custom,1",
                "0/custom,{",
                "1[]",
                // names that mean something to the application (CVE-2023-32695)
                "2[\"connect\"]",
                "2[\"connect_error\"]",
                "2[\"disconnect\"]",
                "2[\"disconnecting\"]",
                "2[\"newListener\"]",
                "2[\"removeListener\"]",
                // placeholders and attachments (CVE-2022-2421, CVE-2026-33151)
                "5",
                "5woooot",
                "5[\"message\"]",
                "5-[\"message\"]",
                "51[\"message\"]",
                "51-",
                "511-[\"message\"]",
                "5999999999-[\"message\"]",
                "5-1-[\"message\"]",
                "51.5-[\"message\"]",
                "6",
                "61-[]",
                "511-1[\"message\",{\"_placeholder\":true,\"num\":0}]",
                "51-[\"message\",{\"_placeholder\":true,\"num\":\"splice\"}]",
                "51-[\"message\",{\"_placeholder\":true,\"num\":1}]",
                "51-[\"message\",{\"_placeholder\":true,\"num\":-1}]",
                "51-[\"message\",{\"_placeholder\":true,\"num\":1e9}]",
                "51-[\"message\",{\"_placeholder\":true,\"num\":1000000000}]",
                "51-[\"message\",{\"_placeholder\":true}]",
                "51-[{\"_placeholder\":true,\"num\":0}]",
                // a CONNECT_ERROR from a client (CVE-2024-38355)
                "4",
                "4{\"message\":\"no\"}");
        // How a packet is read does not depend on both.
        return town.places()
                .filter(place -> (place.server().count() == 1) == (place.wire() == Wire.WEBSOCKET))
                .flatMap(place -> packets.stream().map(packet -> Arguments.of(place, packet)));
    }

    @ParameterizedTest
    @MethodSource("brokenPackets")
    void aBrokenPacketCloses(Place place, String packet) {
        try (WireClient client = place.connected()) {
            client.receive();
            client.connect("/listening,");
            client.sendBroken(List.of(packet));
            client.awaitClose();
        }
        assertThat(HEARD).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("places")
    void whatFollowsABrokenPacketIsNotHeard(Place place) {
        try (WireClient client = place.open().connect("/listening,")) {
            client.sendBroken(List.of("2/listening,[]", "2/listening,[\"after\"]"));
            client.awaitClose();
        }
        assertThat(HEARD).isEmpty();
    }

    /** CVE-2020-36049: megabytes of digits. */
    @ParameterizedTest
    @MethodSource("places")
    void aMegabyteOfDigitsOrNamesOrBracketsCloses(Place place) {
        // Paranoid leak detection makes unmasking in small steps a hundred times slower than it is.
        int size = place.wire() == Wire.POLLING ? MEGABYTE - 100 : MEGABYTE / 10;
        for (String packet : List.of(
                "2" + "1".repeat(size) + "[\"message\"]",
                "5" + "1".repeat(size) + "-[\"message\"]",
                "0/" + "a".repeat(size),
                "2/" + "1".repeat(size) + ",[\"message\"]",
                "2[\"message\"," + "1".repeat(size),
                "2[\"message\",1e" + "9".repeat(size) + "]",
                "2[\"message\"," + "[".repeat(size),
                "2[\"message\"," + "{\"a\":".repeat(size / 5))) {
            try (WireClient client = place.connected()) {
                client.sendBroken(List.of(packet));
                client.awaitClose();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("places")
    void deepJsonCloses(Place place) {
        try (WireClient client = place.connected()) {
            client.sendBroken(List.of("2[\"message\"," + "[".repeat(5_000) + "]".repeat(5_000) + "]"));
            client.awaitClose();
        }
    }

    @ParameterizedTest
    @MethodSource("places")
    void aTextWhileAttachmentsAreDueCloses(Place place) {
        try (WireClient client = place.connected()) {
            client.receive();
            client.sendBroken(
                    List.of("51-[\"message\",{\"_placeholder\":true,\"num\":0}]", "2[\"message\",\"in between\"]"));
            client.awaitClose();
        }
    }

    @ParameterizedTest
    @MethodSource("places")
    void anAttachmentThatNobodyAnnouncedCloses(Place place) {
        try (WireClient client = place.connected()) {
            client.receive();
            try {
                client.sendBinary(1, 2, 3);
            } catch (AssertionError refused) {
                // over polling the POST itself may be answered with 400
            }
            client.awaitClose();
        }
    }

    @ParameterizedTest
    @MethodSource("places")
    void aClientThatNeverSendsTheAttachmentsCanStillBeClosed(Place place) {
        try (WireClient client = place.connected()) {
            client.receive();
            client.send("52-[\"message\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]")
                    .sendBinary(1);
            place.server().on(0, io -> {
                io.disconnectSockets(true);
                return null;
            });
            // The healthy clients of this server went with it.
            for (int i = 0; i < healthy.length; i++) {
                if (i == (place.server().count() == 1 ? 0 : 1)) {
                    healthy[i].awaitClose();
                    healthy[i].close();
                    healthy[i] = WireClient.connected(place.server().port());
                    healthy[i].receive();
                }
            }
        }
    }

    /** CVE-2020-36048: the number of packets in a payload is limited, whatever their size. */
    @ParameterizedTest
    @MethodSource("places")
    void aPayloadOfCountlessTinyPacketsCloses(Place place) {
        if (place.wire() == Wire.WEBSOCKET) {
            return;
        }
        try (WireClient client = place.connected()) {
            HttpAnswer answer = client.engine().post(String.join("\u001e", Collections.nCopies(300_000, "42")));
            assertThat(answer.status()).isEqualTo(400);
            client.awaitClose();
        }
    }

    @ParameterizedTest
    @MethodSource("places")
    void aFloodOfConnectsToUnknownNamespacesLeavesNothing(Place place) {
        try (WireClient client = place.connected()) {
            client.receive();
            for (int round = 0; round < 10; round++) {
                StringBuilder names = new StringBuilder();
                for (int i = 0; i < 100; i++) {
                    if (place.wire() == Wire.WEBSOCKET) {
                        client.send("0/unknown-" + round + "-" + i);
                    } else {
                        names.append(i == 0 ? "" : "\u001e")
                                .append("40/unknown-")
                                .append(round)
                                .append('-')
                                .append(i);
                    }
                }
                if (place.wire() == Wire.POLLING) {
                    assertThat(client.engine().post(names.toString()).status()).isEqualTo(200);
                }
                assertThat(client.receive(100)).allMatch(answer -> answer.startsWith("4/unknown-"));
            }
            AtomicInteger namespaces = new AtomicInteger();
            place.server().on(0, io -> namespaces.addAndGet(io.namespaces().knows("/unknown-0-0") ? 1 : 0));
            assertThat(namespaces).hasValue(0);
        }
    }
}
