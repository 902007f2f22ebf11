package io.samvad.chat.history;

import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import javax.net.ssl.TrustManagerFactory;

/**
 * Whom to trust, in the words of {@code psql}: {@code sslmode}, and {@code sslrootcert}, a file of certificates in PEM. Without
 * the latter it is whom the platform trusts.
 */
final class PostgresTls {
    private static final String ROOT = "sslrootcert";

    private final SslMode mode;
    private final String root;

    /** Takes from an address what is not for the server, and tells the driver what it means. */
    PostgresTls(PgConnectOptions address) {
        mode = address.getSslMode();
        root = address.getProperties().remove(ROOT);
        // The driver wants these for every mode, and refuses to verify what it is not told how to.
        ClientSSLOptions tls = new ClientSSLOptions().setTrustAll(!verifies());
        tls.setHostnameVerificationAlgorithm(mode == SslMode.VERIFY_FULL ? "HTTPS" : "");
        if (verifies()) {
            tls.setTrustOptions(root == null ? platform() : new PemTrustOptions().addCertPath(root));
        }
        address.setSslOptions(tls);
    }

    private boolean verifies() {
        return mode == SslMode.VERIFY_CA || mode == SslMode.VERIFY_FULL;
    }

    private static TrustOptions platform() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            return TrustOptions.wrap(factory.getTrustManagers()[0]);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The same for the driver that makes the tables, behind the address of a database. */
    String parameters() {
        String parameters = "?sslmode=" + mode.value;
        if (!verifies()) {
            return parameters;
        }
        return parameters
                + (root == null
                        ? "&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory"
                        : "&sslrootcert=" + URLEncoder.encode(root, StandardCharsets.UTF_8));
    }

    /** Whether there is no connection because of the certificate of the server. */
    static boolean isDistrust(Throwable fault) {
        return fault instanceof CertificateException || fault != null && isDistrust(fault.getCause());
    }
}
