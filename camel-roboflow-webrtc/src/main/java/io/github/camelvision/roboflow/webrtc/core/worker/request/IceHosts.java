package io.github.camelvision.roboflow.webrtc.core.worker.request;

import io.github.camelvision.roboflow.webrtc.core.error.PeerText;
import io.github.camelvision.roboflow.webrtc.core.rtc.IceConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which STUN and TURN servers a client may have the worker use. It chooses them, so without a rule anybody could make the worker send
 * packets, and open TCP connections, to addresses of its network: the same rule as {@link SourceHosts} has.
 */
public final class IceHosts {

    private static final Logger LOG = LoggerFactory.getLogger(IceHosts.class);
    private static final Pattern URL = Pattern.compile("(?:stuns?|turns?):(\\[[^\\]]*]|[^:?\\[\\]]*)(?::([0-9]{1,5}))?(?:\\?.*)?");

    private IceHosts() {}

    /** Those of the client's servers that are allowed, without the URLs that are not. The others are told once, in one line. */
    public static List<IceConfig.Server> allowed(String sessionId, List<IceConfig.Server> asked, Set<String> hosts) {
        List<IceConfig.Server> allowed = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        for (IceConfig.Server server : asked) {
            List<String> urls = new ArrayList<>();
            for (String url : server.urls()) {
                Matcher parts = URL.matcher(url.trim().toLowerCase(Locale.ROOT));
                if (!parts.matches()) {
                    // no such server: the connection refuses it, and the client learns why
                    urls.add(url);
                    continue;
                }
                String host = parts.group(1).replaceAll("[\\[\\]]", "");
                int port = parts.group(2) == null ? -1 : Integer.parseInt(parts.group(2));
                if (SourceHosts.allows(hosts, host, port)) {
                    urls.add(url);
                } else {
                    refused.add(host);
                }
            }
            if (!urls.isEmpty()) {
                allowed.add(new IceConfig.Server(urls, server.username(), server.credential()));
            }
        }
        if (!refused.isEmpty()) {
            LOG.info("Session {}: STUN and TURN servers that its client names are not used, since allowedIceHosts does not name them: {}",
                    sessionId, PeerText.list(refused.stream().distinct().toList()));
        }
        return allowed;
    }
}
