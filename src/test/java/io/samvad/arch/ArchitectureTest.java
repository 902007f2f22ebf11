package io.samvad.arch;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plays the compiler's part for the rules of {@code docs/architecture.md} that Java itself cannot express. */
class ArchitectureTest {

    private static final String ROOT = "io.samvad.";

    /**
     * Here → what of ours may be imported here. A package imports its foundations, never its parent. {@code server}
     * puts the house together and may import everything, so it has no line.
     */
    private static final Map<String, Set<String>> MAY_IMPORT = Map.ofEntries(
            // socketio.protocol: Args, which every listener of the public API is handed.
            entry("chat", Set.of("chat.history", "socketio", "socketio.protocol")),
            entry("chat.history", Set.of()),
            // link: the frames whose bytes it counts.
            entry("admin", Set.of("socketio", "socketio.protocol", "link")),
            // engineio.transport: the WebSocket below, see docs/adr/0007.
            entry("rawsocket", Set.of("socketio", "socketio.protocol", "engineio.transport", "link")),
            // engineio: only where the server is assembled, see the rule of its own below.
            entry("socketio", Set.of("socketio.adapter", "socketio.protocol", "link", "engineio")),
            entry("socketio.adapter", Set.of("socketio.protocol", "link")),
            entry("socketio.protocol", Set.of("link")),
            entry("engineio", Set.of("engineio.relay", "engineio.transport", "engineio.protocol", "link")),
            // engineio.protocol: the errors that the ports of the transport are refused with, see docs/adr/0008.
            entry("engineio.relay", Set.of("engineio.transport", "engineio.protocol", "link")),
            entry("engineio.transport", Set.of("engineio.protocol", "link")),
            entry("engineio.protocol", Set.of("link")),
            entry("link", Set.of()));

    private static final Set<String> ASSEMBLY =
            Set.of(ROOT + "socketio.SocketIo", ROOT + "socketio.SocketIoOptions", ROOT + "socketio.SocketIoHandler");

    /**
     * One WebSocket of the HTTP server, its opening, its fragments, and what a loop sends over all of them; and how the program
     * accepts connections.
     */
    private static final Set<String> WIRE = Set.of(
            ROOT + "engineio.transport.WebSocketHandshake",
            ROOT + "engineio.transport.ServerFrameChannel",
            ROOT + "engineio.transport.OwnersHalf",
            ROOT + "engineio.transport.FrameAssembly",
            ROOT + "engineio.transport.Outbox",
            ROOT + "server.LightTransport");

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.samvad");

    @ParameterizedTest
    @MethodSource("rooms")
    void aPackageImportsOnlyItsFoundations(String here) {
        noClasses()
                .that(are(livingIn(Set.of(here))))
                .should()
                .dependOnClassesThat(outsideOf(here, MAY_IMPORT.get(here)))
                .allowEmptyShould(true)
                .check(HOUSE);
    }

    @Test
    void everyClassLivesInAListedPackage() {
        classes()
                .should()
                .resideInAnyPackage(rooms().stream().map(ROOT::concat).toArray(String[]::new))
                .orShould()
                .resideInAPackage(ROOT + "server")
                .check(HOUSE);
    }

    @Test
    void noPackagesImportEachOther() {
        slices().matching(ROOT + "(**)").should().beFreeOfCycles().check(HOUSE);
    }

    @Test
    void socketIoMeetsEngineIoOnlyWhereTheServerIsAssembled() {
        noClasses()
                .that(are(livingIn(Set.of("socketio"))))
                .and(are(notOneOf(ASSEMBLY)))
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + "engineio.."))
                .allowEmptyShould(true)
                .check(HOUSE);
    }

    @Test
    void onlyTheWireOfWebSocketsKnowsWhatIsInsideVertxAndNetty() {
        noClasses()
                .that(are(notOneOf(WIRE)))
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.netty..", "io.vertx.core.internal..", "io.vertx..impl.."))
                .check(HOUSE);
    }

    /** vertx-web is optional: whoever mounts no server on a router, and the program itself, is without it. */
    @Test
    void onlyWhatComesThroughARouterKnowsVertxWeb() {
        noClasses()
                .that(are(notOneOf(Set.of(
                        ROOT + "socketio.SocketIoHandler", ROOT + "socketio.Visitor", ROOT + "socketio.Handshake"))))
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.vertx.ext.web..", "io.vertx.ext.auth.."))
                .check(HOUSE);
    }

    /** Share nothing: one loop owns a session, so there is nothing to lock. Blocks are searched for in the sources. */
    @Test
    void noMethodIsSynchronized() {
        noMethods()
                .that()
                .areDeclaredInClassesThat(are(notLivingIn(Set.of("server", "chat.history"))))
                .should()
                .haveModifier(JavaModifier.SYNCHRONIZED)
                .check(HOUSE);
    }

    @Test
    void nothingIsSharedBetweenThreads() {
        noClasses()
                .that(are(notLivingIn(Set.of("server", "chat.history"))))
                .and()
                .doNotHaveFullyQualifiedName(ROOT + "engineio.transport.QueuedBytes")
                .should()
                .dependOnClassesThat(resideInAPackage("java.util.concurrent..")
                        .and(DescribedPredicate.not(JavaClass.Predicates.equivalentTo(TimeUnit.class))))
                .check(HOUSE);
    }

    @Test
    void namesAreNounsOfTheProtocolAndNotOfTheTrade() {
        noClasses().should().haveNameMatching(".*(Impl|Manager|Helper|Utils?)").check(HOUSE);
    }

    @Test
    void onlyTheServerReadsTheEnvironmentAndStartsVertx() {
        noClasses()
                .that(are(notLivingIn(Set.of("server"))))
                .should()
                .callMethod(System.class, "getenv")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .orShould()
                .callMethodWhere(describe(
                        "Vert.x is started",
                        call -> call.getTargetOwner().isEquivalentTo(Vertx.class)
                                && Set.of("vertx", "clusteredVertx", "builder").contains(call.getName())))
                .check(HOUSE);
    }

    @Test
    void onlyTheServerWritesToTheConsole() {
        noClasses()
                .that(are(notLivingIn(Set.of("server"))))
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethodWhere(describe(
                        "a stack trace is printed", call -> call.getName().equals("printStackTrace")))
                .check(HOUSE);
    }

    static Set<String> rooms() {
        return MAY_IMPORT.keySet();
    }

    private static DescribedPredicate<JavaClass> outsideOf(String here, Set<String> allowed) {
        return resideInAPackage("io.samvad..")
                .and(notLivingIn(allowed))
                .and(notLivingIn(Set.of(here)))
                .as("are ours, but outside of %s and its foundations %s", here, allowed);
    }

    private static DescribedPredicate<JavaClass> livingIn(Set<String> packages) {
        return describe("living in " + packages, type -> packages.stream()
                .anyMatch(name -> type.getPackageName().equals(ROOT + name)));
    }

    private static DescribedPredicate<JavaClass> notLivingIn(Set<String> packages) {
        return DescribedPredicate.not(livingIn(packages));
    }

    /** Nested classes count as part of the class that holds them. */
    private static DescribedPredicate<JavaClass> notOneOf(Set<String> names) {
        return describe("not one of " + names, type -> names.stream()
                .noneMatch(name -> type.getName().equals(name) || type.getName().startsWith(name + "$")));
    }
}
