package io.github.camelvision.roboflow.webrtc.core.signalling.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelvision.roboflow.webrtc.core.rtc.IceConfig;
import io.github.camelvision.roboflow.webrtc.core.signalling.ApiKeyTransport;
import io.github.camelvision.roboflow.webrtc.core.signalling.RoboflowApi;
import io.github.camelvision.roboflow.webrtc.core.signalling.SignallingJson;
import io.github.camelvision.roboflow.webrtc.core.signalling.SignallingOptions;
import io.github.camelvision.roboflow.webrtc.core.signalling.refusal.CallErrors;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the ICE servers of a session (docs/protocol.adoc#ice): what the user configured; else, for sessions at Roboflow's own hosts, what
 * Roboflow offers and a public STUN server; else none. Thread-safe.
 */
public final class IceServers {

    private static final Logger LOG = LoggerFactory.getLogger(IceServers.class);
    /** What both of Roboflow's SDKs gather with by default; here with Roboflow's cloud alone. */
    private static final IceConfig.Server PUBLIC_STUN = new IceConfig.Server(List.of("stun:stun.l.google.com:19302"), null, null);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Pattern ICE_URL = Pattern.compile("(?i)(?:stuns?|turns?):[^\\s]{1,512}");
    private static final int MAX_BODY = 64 << 10;
    private static final int MAX_SERVERS = 16;
    private static final int MAX_URLS = 16;

    private final IceConfig configured;
    private final SignallingOptions options;
    private final Duration timeout;
    private final HttpTransport transport;
    private final String url;
    private final CallErrors errors;

    /** @param configured what the user set; its policy holds for fetched servers too */
    public IceServers(IceConfig configured, SignallingOptions options) {
        this(configured, options, options.roboflowApi(), TIMEOUT);
    }

    /** With another place and patience for Roboflow's own API. */
    IceServers(IceConfig configured, SignallingOptions options, String apiBase, Duration timeout) {
        this.configured = configured == null ? IceConfig.NONE : configured;
        this.options = options;
        this.timeout = timeout;
        this.url = apiBase + "/webrtc_turn_config";
        // The key travels in the query here (docs/protocol.adoc#ice), never in the header as well.
        this.transport = new HttpTransport(options.withApiKeyTransport(ApiKeyTransport.body));
        this.errors = new CallErrors("fetch ICE servers", url, "connection to Roboflow's API", options,
                (status, routeAbsent) -> status == 401 || status == 403 ? "Check the option apiKey" : "");
    }

    /** Whether Roboflow runs this server, and so offers ICE servers for it. */
    public static boolean hosted(String apiUrl) {
        return RoboflowApi.hosted(apiUrl);
    }

    /** Never fails: when the servers cannot be fetched, a warning is logged and the session goes on without. */
    public CompletableFuture<IceConfig> resolve() {
        if (!configured.servers().isEmpty() || !hosted(options.apiUrl())) {
            return CompletableFuture.completedFuture(configured);
        }
        if (options.apiKey() == null) {
            LOG.warn("No ICE servers from Roboflow: the option apiKey is not set. Going on without TURN");
            return CompletableFuture.completedFuture(withPublicStun(List.of()));
        }
        String query = "?api_key=" + URLEncoder.encode(options.apiKey(), StandardCharsets.UTF_8);
        return transport.call(transport.request("GET", url + query), timeout, MAX_BODY, errors, reply -> parse(errors.object(reply)))
                .handle((servers, failure) -> {
                    if (failure != null) {
                        LOG.warn("Going on without TURN servers (set turnUrls if the network needs TURN): {}", failure.getMessage());
                        return withPublicStun(List.of());
                    }
                    return withPublicStun(servers);
                });
    }

    private IceConfig withPublicStun(List<IceConfig.Server> fetched) {
        List<IceConfig.Server> servers = new ArrayList<>(fetched);
        servers.add(PUBLIC_STUN);
        return configured.withServers(servers);
    }

    /** Both shapes: {@code {"iceServers":[…]}} and a single server; {@code urls} is a text or a list. What is no ICE URL is left out. */
    static List<IceConfig.Server> parse(JsonNode json) {
        List<IceConfig.Server> servers = new ArrayList<>();
        if (json.path("iceServers").isArray()) {
            for (JsonNode server : json.path("iceServers")) {
                if (servers.size() < MAX_SERVERS) {
                    add(servers, server);
                }
            }
        } else {
            add(servers, json);
        }
        return servers;
    }

    private static void add(List<IceConfig.Server> servers, JsonNode server) {
        List<String> urls = new ArrayList<>();
        JsonNode listed = server.path("urls");
        if (listed.isTextual()) {
            addUrl(urls, listed);
        }
        listed.forEach(each -> addUrl(urls, each));
        if (!urls.isEmpty()) {
            servers.add(new IceConfig.Server(urls, SignallingJson.text(server, "username"), SignallingJson.text(server, "credential")));
        }
    }

    private static void addUrl(List<String> urls, JsonNode url) {
        if (url.isTextual() && urls.size() < MAX_URLS && ICE_URL.matcher(url.textValue()).matches()) {
            urls.add(url.textValue());
        }
    }

    /** Cancels a fetch under way. Idempotent. */
    public void close() {
        transport.close();
    }
}
