package io.samvad.chat.history;

import io.vertx.core.VertxException;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;

/**
 * Whom to trust, in the words of {@code psql}: {@code sslmode}, and {@code sslrootcert}, a file of certificates in PEM. Without
 * the latter it is whom the platform trusts.
 */
final class PostgresTls {
    /** The driver passes over what it does not know. */
    private static final Pattern ROOT = Pattern.compile("[?&]sslrootcert=([^&]+)");

    private static final String HANDSHAKE = "SSL handshake failed";

    private final SslMode mode;
    private final String root;

    /** Tells the driver what the parameters of an address mean. */
    PostgresTls(PgConnectOptions address, String uri) {
        Matcher file = ROOT.matcher(uri);
        mode = address.getSslMode();
        root = file.find() ? URLDecoder.decode(file.group(1), StandardCharsets.UTF_8) : null;
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

    /** Whether there is no connection because the two did not agree on TLS: mostly, that the certificate is not trusted. */
    static boolean isDistrust(Throwable fault) {
        // One driver says so by the type, the other by the text alone.
        return fault instanceof SSLException
                || fault instanceof VertxException && HANDSHAKE.equals(fault.getMessage())
                || fault != null && isDistrust(fault.getCause());
    }
}
