package io.github.camelvision.roboflow.webrtc.core.signalling;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Roboflow's own API, which tells TURN servers and the task of a model, and which sessions may ask it: those at servers that Roboflow
 * runs, and those that were given its URL. Nobody else's session sends anything there.
 */
public final class RoboflowApi {

    private static final Pattern HOSTED = Pattern.compile(
            "(?:serverless|detect|outline|classify|infer|asyncinfer)\\.(roboflow\\.(?:com|one|eu)|roboflow-eu\\.one)");

    private RoboflowApi() {}

    /** Whether Roboflow runs this server. */
    public static boolean hosted(String apiUrl) {
        return domain(apiUrl).isPresent();
    }

    /** The API beside this server, for instance {@code https://api.roboflow.eu}; empty when it is not Roboflow's. */
    static Optional<String> beside(String apiUrl) {
        return domain(apiUrl).map(domain -> "https://api." + domain);
    }

    private static Optional<String> domain(String apiUrl) {
        String host = URI.create(apiUrl).getHost();
        if (host == null) {
            return Optional.empty();
        }
        Matcher matcher = HOSTED.matcher(host.toLowerCase(Locale.ROOT));
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
