package io.samvad.chat.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samvad.testkit.Instances;
import io.samvad.testkit.Postgres;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logins with a password, over TLS and without, at a server that asks for both. */
@Timeout(120)
class PostgresLoginTest {
    private static final char[] SECRET = "secret".toCharArray();

    @TempDir
    static Path folder;

    private static Vertx vertx;
    private static Postgres server;
    private static Path certificate;

    @BeforeAll
    static void startServer() throws Exception {
        vertx = Vertx.vertx();
        server = Postgres.start();
        server.execute("create role anna superuser login password 'se:cret/@'");
        server.execute("set password_encryption = md5; create role boris superuser login password 'secret'");
        KeyStore keys = keys();
        certificate = pem("CERTIFICATE", keys.getCertificate("server").getEncoded(), "server.crt");
        Path key = pem("PRIVATE KEY", keys.getKey("server", SECRET).getEncoded(), "server.key");
        server.askForPasswords(certificate, key, "hostssl all anna all scram-sha-256", "host all boris all md5");
    }

    private static KeyStore keys() throws IOException, InterruptedException, GeneralSecurityException {
        Path file = folder.resolve("keys.p12");
        String options = "-genkeypair -alias server -keyalg EC -dname CN=server -ext san=ip:127.0.0.1 -validity 2"
                + " -storetype PKCS12 -storepass secret -keystore ";
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(options.split(" ")));
        command.add(file.toString());
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream stored = Files.newInputStream(file)) {
            keys.load(stored, SECRET);
        }
        return keys;
    }

    private static Path pem(String type, byte[] content, String name) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return Files.writeString(
                folder.resolve(name), "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(type, text));
    }

    @AfterAll
    static void stopServer() {
        server.close();
        Instances.await(vertx.close());
    }

    private static HistoryStore store(String login, String parameters) {
        String uri = server.uri().replaceFirst("//.*@", "//" + login + "@") + parameters;
        return PostgresHistory.open(vertx, new PostgresOptions().setUri(uri).setTimeout(Duration.ofSeconds(5)));
    }

    private static void works(String login, String parameters) {
        // Anew each time, so that the driver that makes the tables has to come in as well.
        server.execute("drop schema public cascade; create schema public");
        HistoryStore store = store(login, parameters);
        try {
            Instances.await(store.open(RoomDraft.open("lobby", "")));
            Receipt receipt = Instances.await(store.append(new Draft("lobby", Author.anonymous(""), null, "hello")));
            assertThat(receipt.position().seq()).isEqualTo(1);
        } finally {
            Instances.await(store.close());
        }
    }

    private static void isRefused(String login, String parameters, String meaning) {
        HistoryStore store = store(login, parameters);
        try {
            assertThatThrownBy(() -> Instances.await(store.check()))
                    .hasStackTraceContaining("the history cannot be used: " + meaning);
        } finally {
            Instances.await(store.close());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"?sslmode=require", "?sslmode=prefer"})
    void aPasswordIsSaidOverTls(String parameters) {
        works("anna:se%3Acret%2F%40", parameters);
    }

    @ParameterizedTest
    @ValueSource(strings = {"verify-ca", "verify-full"})
    void aServerIsKnownByItsCertificate(String mode) {
        works("anna:se%3Acret%2F%40", "?sslmode=" + mode + "&sslrootcert=" + certificate);
    }

    @Test
    void aServerWithAnotherCertificateIsNotTrusted() {
        // Nobody that the platform trusts has signed it.
        isRefused("anna:se%3Acret%2F%40", "?sslmode=verify-full", "its certificate is not trusted");
    }

    @Test
    void anOldKindOfPasswordIsTakenToo() {
        works("boris:secret", "");
    }

    @Test
    void aWrongPasswordIsSaid() {
        isRefused("anna:wrong", "?sslmode=require", "its database refuses the login");
        isRefused("boris:wrong", "", "its database refuses the login");
    }

    @Test
    void whoComesWithoutTlsThoughItIsAskedForIsTold() {
        isRefused("anna:se%3Acret%2F%40", "?sslmode=disable", "its database refuses the login");
    }
}
