package io.samvad.arch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What must be in {@code target/samvad.jar}, which people run and which is put together from many jars. */
class RunnableJarIT {

    private static final String CLIENT = "io/samvad/server/client/";

    private JarFile jar;

    @BeforeEach
    void open() throws IOException {
        jar = new JarFile("target/samvad.jar");
    }

    @AfterEach
    void close() throws IOException {
        jar.close();
    }

    @Test
    void theManifestNamesLauncherAndVersion() throws IOException {
        Attributes manifest = jar.getManifest().getMainAttributes();
        assertThat(manifest.getValue(Attributes.Name.MAIN_CLASS)).isEqualTo("io.samvad.server.Launcher");
        assertThat(manifest.getValue(Attributes.Name.IMPLEMENTATION_VERSION)).matches("\\d+\\.\\d+\\.\\d+.*");
        assertThat(manifest.getValue(Attributes.Name.MULTI_RELEASE)).isEqualTo("true");
    }

    @Test
    void nativeTransportsForLinuxAndMacAreThere() {
        assertThat(Stream.of(
                                "libnetty_transport_native_epoll_x86_64.so",
                                "libnetty_transport_native_epoll_aarch_64.so",
                                "libnetty_transport_native_io_uring42_x86_64.so",
                                "libnetty_transport_native_io_uring42_aarch_64.so",
                                "libnetty_transport_native_kqueue_x86_64.jnilib",
                                "libnetty_transport_native_kqueue_aarch_64.jnilib")
                        .map(name -> jar.getEntry("META-INF/native/" + name)))
                .doesNotContainNull();
    }

    @Test
    void bothStoresFindTheirScriptsAndWhatRunsThem() throws IOException {
        assertThat(Stream.of("Linux/x86_64/lib", "Linux/aarch64/lib", "Linux-Musl/x86_64/lib", "Mac/aarch64/lib")
                        .map(name -> jar.stream()
                                .anyMatch(entry -> entry.getName().startsWith("org/sqlite/native/" + name))))
                .containsOnly(true);
        assertThat(text("META-INF/services/org.flywaydb.core.extensibility.Plugin"))
                .contains("SQLiteDatabaseType", "PostgreSQLDatabaseType");
        assertThat(text("META-INF/services/java.sql.Driver")).contains("org.sqlite.JDBC", "org.postgresql.Driver");
        for (String database : List.of("sqlite", "postgres")) {
            // Flyway looks for the folder, which a jar need not have.
            assertThat(jar.getEntry("io/samvad/chat/history/" + database + "/")).isNotNull();
            assertThat(text("io/samvad/chat/history/" + database + "/V1__room_logs.sql"))
                    .contains("create table entry");
        }
    }

    @Test
    void theOfficialBrowserClientIsThereInAllItsForms() throws IOException {
        for (String form :
                List.of("socket.io.js", "socket.io.min.js", "socket.io.esm.min.js", "socket.io.msgpack.min.js")) {
            assertThat(text(CLIENT + form)).contains("Socket.IO v" + text(CLIENT + "version"));
            assertThat(text(CLIENT + form + ".map")).startsWith("{");
        }
        assertThat(text(CLIENT + "LICENSE")).contains("MIT");
    }

    /** The program has no router: {@code SocketIoHandler} is for applications, which bring vertx-web along. */
    @Test
    void whatOnlyALibraryNeedsStaysOut() {
        assertThat(jar.stream().map(JarEntry::getName))
                .noneMatch(name -> name.startsWith("io/vertx/ext/web/") || name.startsWith("io/vertx/ext/auth/"));
    }

    @Test
    void theLicensesOfWhatIsInsideGoAlong() throws IOException {
        assertThat(text("META-INF/LICENSE")).contains("Apache License");
        assertThat(text("META-INF/LICENSE.txt")).contains("QOS.ch");
        assertThat(text("META-INF/NOTICE")).contains("Jackson");
    }

    @Test
    void aLoggerIsFoundAndNoForeignSignatureIsLeft() throws IOException {
        assertThat(text("META-INF/services/org.slf4j.spi.SLF4JServiceProvider")).contains("logback");
        assertThat(jar.stream().map(JarEntry::getName)).noneMatch(name -> name.matches("META-INF/.*\\.(SF|DSA|RSA)"));
    }

    private String text(String name) throws IOException {
        try (InputStream in = jar.getInputStream(jar.getEntry(name))) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
