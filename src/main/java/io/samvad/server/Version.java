package io.samvad.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of this program, as the build wrote it into the jar. */
final class Version {

    private Version() {}

    /** From the manifest, else from Maven's own note in the jar, else {@code dev} when running from the source tree. */
    static String current() {
        String fromManifest = Version.class.getPackage().getImplementationVersion();
        if (fromManifest != null) {
            return fromManifest;
        }
        try (InputStream in = Version.class.getResourceAsStream("/META-INF/maven/io.samvad/samvad/pom.properties")) {
            Properties properties = new Properties();
            if (in != null) {
                properties.load(in);
            }
            return properties.getProperty("version", "dev");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
