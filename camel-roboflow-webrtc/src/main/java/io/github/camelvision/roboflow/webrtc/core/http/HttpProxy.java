package io.github.camelvision.roboflow.webrtc.core.http;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.CredentialsStore;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.routing.HttpRoutePlanner;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * Through which proxy HTTP requests go: one that was named, or those of the JVM ({@code http.proxyHost} and its siblings, or the
 * application's {@link ProxySelector}). HTTPS goes through it by a tunnel. Immutable.
 */
public final class HttpProxy {

    /** The proxies of the JVM's settings, without credentials. */
    public static final HttpProxy OF_THE_JVM = new HttpProxy(null, 0, null, null, List.of());

    /** What helps when a proxy answers 407. */
    public static final String LOGIN_CURE = "set user name and password of the proxy as proxyAuthUsername and proxyAuthPassword";

    /** What the JVM asks directly, too, unless it is told otherwise: this machine. */
    private static final List<String> THIS_MACHINE = List.of("localhost", "127.*", "::1");
    private static final int HIGHEST_PORT = 65_535;

    private final String host;
    private final int port;
    private final String username;
    private final String password;
    private final List<String> direct;

    private HttpProxy(String host, int port, String username, String password, List<String> direct) {
        this.host = host;
        this.port = port;
        this.username = username;
        this.password = password;
        this.direct = direct;
    }

    /**
     * What options say.
     *
     * @param host option {@code proxyHost}; null: the JVM's proxies
     * @param port option {@code proxyPort}
     * @param username option {@code proxyAuthUsername}, for the proxy whoever named it; null: none
     * @param password option {@code proxyAuthPassword}
     * @param nonProxyHosts option {@code nonProxyHosts}: hosts that are asked directly, separated by commas or bars, with an asterisk at
     *     the beginning or the end for any text; null: this machine alone
     * @throws IllegalArgumentException which names the option and the cure
     */
    public static HttpProxy of(String host, Integer port, String username, String password, String nonProxyHosts) {
        String name = host == null || host.isBlank() ? null : host.strip();
        String user = username == null || username.isBlank() ? null : username;
        if (user == null && password != null) {
            throw new IllegalArgumentException("The option proxyAuthPassword needs proxyAuthUsername");
        }
        if (name == null) {
            if (port != null) {
                throw new IllegalArgumentException("The option proxyPort needs proxyHost");
            }
            if (nonProxyHosts != null) {
                throw new IllegalArgumentException("The option nonProxyHosts needs proxyHost. For the JVM's proxies set "
                        + "-Dhttp.nonProxyHosts");
            }
            return user == null ? OF_THE_JVM : new HttpProxy(null, 0, user, password, List.of());
        }
        if (!name.matches("[A-Za-z0-9._-]+|\\[?[0-9A-Fa-f:.]+\\]?")) {
            throw new IllegalArgumentException("The option proxyHost is no host name: give the name alone, its port as proxyPort, and its "
                    + "user as proxyAuthUsername");
        }
        if (port == null || port < 1 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("The option proxyHost needs proxyPort, from 1 to " + HIGHEST_PORT
                    + (port == null ? "" : ", not " + port));
        }
        return new HttpProxy(plain(name), port, user, password, nonProxyHosts == null ? THIS_MACHINE
                : Arrays.stream(nonProxyHosts.split("[,|]")).map(each -> plain(each.strip())).filter(each -> !each.isEmpty()).toList());
    }

    private static String plain(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.startsWith("[") && lower.endsWith("]") ? lower.substring(1, lower.length() - 1) : lower;
    }

    /** Whether an option named the proxy, not the JVM's settings. */
    public boolean named() {
        return host != null;
    }

    /** The proxy for requests to this server; null: it is asked directly. */
    public HttpHost towards(HttpHost server) {
        if (named()) {
            String name = plain(server.getHostName());
            return direct.stream().anyMatch(pattern -> matches(pattern, name)) ? null : new HttpHost("http", host, port);
        }
        ProxySelector selector = ProxySelector.getDefault();
        List<Proxy> proxies = selector == null ? List.of() : selector.select(url(server));
        return proxies.isEmpty() || proxies.get(0).type() != Proxy.Type.HTTP
                || !(proxies.get(0).address() instanceof InetSocketAddress address) ? null
                        : new HttpHost("http", address.getHostString(), address.getPort());
    }

    private static boolean matches(String pattern, String name) {
        if (pattern.equals("*")) {
            return true;
        }
        if (pattern.startsWith("*")) {
            return name.endsWith(pattern.substring(1));
        }
        return pattern.endsWith("*") ? name.startsWith(pattern.substring(0, pattern.length() - 1)) : name.equals(pattern);
    }

    /** For an HTTP client. */
    public HttpRoutePlanner routes() {
        return new DefaultRoutePlanner(null) {
            @Override
            protected HttpHost determineProxy(HttpHost target, HttpContext context) {
                return towards(target);
            }
        };
    }

    private static URI url(HttpHost server) {
        try {
            return new URI(server.getSchemeName(), null, server.getHostName(), server.getPort(), "/", null, null);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("'" + server.getHostName() + "' is no host name", e);
        }
    }

    /** Adds user name and password for the proxy towards this server, if there are any. */
    public void addCredentials(HttpHost server, CredentialsStore credentials) {
        HttpHost proxy = username == null ? null : towards(server);
        if (proxy != null) {
            credentials.setCredentials(new AuthScope(proxy), new UsernamePasswordCredentials(username,
                    password == null ? new char[0] : password.toCharArray()));
        }
    }

    /** Without user name and password. */
    @Override
    public String toString() {
        return named() ? host + ":" + port : "of the JVM";
    }
}
