package io.github.camelvision.roboflow.webrtc.core.signalling.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells servers who asks, and clients who answers. */
public final class UserAgent {

    static final String VALUE = "camel-roboflow-webrtc/" + version();

    // Maven writes it into every jar; it is missing only when classes run unpacked.
    private static final String POM_PROPERTIES = "/META-INF/maven/io.github.camelvision/camel-roboflow-webrtc/pom.properties";

    private UserAgent() {}

    /** Of this library; {@code dev} when classes run unpacked. */
    public static String version() {
        Properties properties = new Properties();
        try (InputStream in = UserAgent.class.getResourceAsStream(POM_PROPERTIES)) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            Logger log = LoggerFactory.getLogger(UserAgent.class);
            log.debug("The version for the User-Agent header cannot be read", e);
        }
        return properties.getProperty("version", "dev");
    }
}
