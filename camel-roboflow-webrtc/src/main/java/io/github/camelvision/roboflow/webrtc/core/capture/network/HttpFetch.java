package io.github.camelvision.roboflow.webrtc.core.capture.network;

import io.github.camelvision.roboflow.webrtc.core.capture.CaptureErrors;
import io.github.camelvision.roboflow.webrtc.core.capture.HostCheck;
import io.github.camelvision.roboflow.webrtc.core.capture.Interruption;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.http.HttpProxy;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.TunnelRefusedException;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.client5.http.ssl.TrustAllStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.net.URIAuthority;
import org.apache.hc.core5.ssl.SSLContexts;
import org.apache.hc.core5.util.Timeout;

/**
 * One GET on the word of somebody else. Each host that is asked, the first one and those of redirects, is checked; its name is resolved
 * once, and the connection goes to the very addresses that were checked. Basic and digest authentication, with the URL's user name and
 * password, which its own server alone gets. Belongs to one thread.
 */
public final class HttpFetch implements AutoCloseable {

    private static final int MOST_REDIRECTS = 5;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final int LONGEST_LINE = 16 * 1024;
    private static final int MOST_HEADERS = 200;
    private static final int PROXY_LOGIN = 407;
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    /** Says which addresses of a host may be connected to. */
    @FunctionalInterface
    public interface AddressCheck {

        AddressCheck ANY = (uri, address) -> {};

        /**
         * Whether this address, one of the URI's host, may be connected to.
         *
         * @throws SourceException not retryable, that names the host, when it may not
         */
        void check(URI uri, InetAddress address);
    }

    /**
     * What to ask, and how long to wait.
     *
     * @param url http or https
     * @param name what messages call it: without credentials
     * @param hosts asked before each connection
     * @param addresses asked for each address of each host
     * @param preemptive whether user name and password go out with the first request, as Basic, instead of when they are asked for
     * @param verify whether a certificate must be one that the JVM trusts
     * @param limit from the first connection to the last answer's headers
     * @param silence how long a server may send nothing
     * @param proxy the way through proxies
     */
    public record Request(CameraUrl url, String name, HostCheck hosts, AddressCheck addresses, String accept,
            boolean preemptive, boolean verify, Duration limit, Duration silence, HttpProxy proxy) {}

    private final Request request;
    private final Interruption interruption;
    private final CloseableHttpClient client;
    private final Resolver resolver = new Resolver();
    private volatile HttpGet current;
    private CameraUrl at;
    private ClassicHttpResponse response;

    private HttpFetch(Request request, Interruption interruption) {
        this.request = request;
        this.interruption = interruption;
        this.at = request.url();
        Timeout silence = Timeout.of(request.silence());
        PoolingHttpClientConnectionManagerBuilder connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder().http1Config(Http1Config.custom()
                        .setMaxLineLength(LONGEST_LINE).setMaxHeaderCount(MOST_HEADERS).build()).build())
                .setDefaultConnectionConfig(ConnectionConfig.custom().setConnectTimeout(silence).setSocketTimeout(silence).build())
                .setDnsResolver(resolver);
        if (!request.verify()) {
            connections.setTlsSocketStrategy(new DefaultClientTlsStrategy(trustingEverybody(), NoopHostnameVerifier.INSTANCE));
        }
        client = HttpClients.custom().setConnectionManager(connections.build()).disableRedirectHandling().disableAutomaticRetries()
                .disableCookieManagement().disableContentCompression().setUserAgent("camel-roboflow-webrtc")
                .setRoutePlanner(request.proxy().routes())
                .setDefaultRequestConfig(RequestConfig.custom().setProtocolUpgradeEnabled(false)
                        .setResponseTimeout(silence).build())
                .build();
    }

    private static SSLContext trustingEverybody() {
        try {
            return SSLContexts.custom().loadTrustMaterial(TrustAllStrategy.INSTANCE).build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM has no TLS", e);
        }
    }

    /** The JDK resolves a name again for each connection: a name service could answer otherwise then. */
    private final class Resolver extends SystemDefaultDnsResolver {

        private String resolved;
        private InetAddress[] addresses;

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            if (!host.equalsIgnoreCase(resolved)) {
                InetAddress[] found = super.resolve(host);
                if (host.equalsIgnoreCase(plainHost(at))) {
                    for (InetAddress address : found) {
                        request.addresses().check(at.uri(), address);
                    }
                }
                resolved = host;
                addresses = found;
            }
            return addresses;
        }
    }

    /**
     * Asks, and follows redirects. The answer may have any status but a redirect's.
     *
     * @throws SourceException when a host may not be asked (not retryable), or does not answer
     */
    public static HttpFetch open(Request request, Interruption interruption) {
        HttpFetch fetch = new HttpFetch(request, interruption);
        boolean open = false;
        interruption.onStop(fetch::abort);
        try (Alarm alarm = new Alarm(request.limit(), fetch::abort)) {
            fetch.follow(alarm);
            open = true;
            return fetch;
        } finally {
            if (!open) {
                fetch.close();
            }
        }
    }

    private void follow(Alarm alarm) {
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            request.hosts().check(at.uri());
            try {
                if (request.addresses() != AddressCheck.ANY) {
                    // a proxy would resolve the name itself
                    resolver.resolve(plainHost(at));
                }
                response = client.executeOpen(target(), get(), context());
            } catch (IOException e) {
                throw failure(e, alarm.rang());
            }
            if (!REDIRECTS.contains(status())) {
                return;
            }
            CameraUrl next = location();
            abort();
            at = next;
        }
        throw new SourceException(request.name() + " leads through more than " + MOST_REDIRECTS + " redirects", false);
    }

    private HttpHost target() {
        return new HttpHost(at.scheme(), plainHost(at), at.port());
    }

    private static String plainHost(CameraUrl url) {
        return url.host().startsWith("[") ? url.host().substring(1, url.host().length() - 1) : url.host();
    }

    private HttpGet get() {
        String rest = at.rest().replace("#", "%23");
        HttpGet get = new HttpGet(rest.startsWith("/") ? rest : "/" + rest);
        get.setScheme(at.scheme());
        get.setAuthority(new URIAuthority(plainHost(at), at.port()));
        get.setHeader("Accept", request.accept());
        if (request.preemptive() && at.user() != null) {
            String login = at.user() + ":" + (at.password() == null ? "" : at.password());
            get.setHeader("Authorization", "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
        }
        current = get;
        if (interruption.stopped()) {
            get.abort();
        }
        return get;
    }

    private HttpClientContext context() {
        HttpClientContext context = HttpClientContext.create();
        BasicCredentialsProvider credentials = new BasicCredentialsProvider();
        request.proxy().addCredentials(target(), credentials);
        context.setCredentialsProvider(credentials);
        if (at.user() != null) {
            credentials.setCredentials(new AuthScope(target()), new UsernamePasswordCredentials(at.user(),
                    at.password() == null ? new char[0] : at.password().toCharArray()));
        }
        return context;
    }

    private CameraUrl location() {
        Header header = response.getFirstHeader("Location");
        String location = header == null || header.getValue() == null ? "" : header.getValue().trim();
        CameraUrl next;
        try {
            next = CameraUrl.parse(location.contains("://") ? location : at.uri().resolve(location).toString());
        } catch (IllegalArgumentException e) {
            throw new SourceException(request.name() + " redirects to what is not a URL", false);
        }
        boolean http = "http".equals(next.scheme()) && !"https".equals(at.scheme()) || "https".equals(next.scheme());
        if (location.isEmpty() || !http) {
            throw new SourceException(request.name() + " redirects to " + (location.isEmpty() ? "nowhere" : next)
                    + ", which is not followed", false);
        }
        boolean same = next.scheme().equals(at.scheme()) && next.host().equalsIgnoreCase(at.host()) && port(next) == port(at);
        return next.user() == null && same
                ? new CameraUrl(next.scheme(), at.user(), at.password(), next.host(), next.port(), next.rest()) : next;
    }

    private static int port(CameraUrl url) {
        return url.port() >= 0 ? url.port() : "https".equals(url.scheme()) ? HTTPS_PORT : HTTP_PORT;
    }

    /** What became of a wait, as the exception for it. @param late the allowed time was over */
    public SourceException failure(IOException cause, boolean late) {
        if (interruption.stopped()) {
            return new SourceException(request.name() + " was stopped", true);
        }
        if (late) {
            return CaptureErrors.silent(request.name(), request.limit(), "did not answer");
        }
        HttpHost proxy = request.proxy().towards(target());
        if (cause.getCause() instanceof TunnelRefusedException refusal) {
            int status = refusal.getResponse() == null ? 0 : refusal.getResponse().getCode();
            return new SourceException(
                    request.name() + " cannot be read: the proxy " + (proxy == null ? "" : proxy.toHostString() + " ")
                            + "refused the way to it"
                            + (status == 0 ? "" : " with status " + status) + (status == PROXY_LOGIN ? "; " + HttpProxy.LOGIN_CURE : ""),
                    true, cause);
        }
        if (cause instanceof UnknownHostException) {
            boolean ofProxy = proxy != null && String.valueOf(cause.getMessage()).startsWith(proxy.getHostName());
            return new SourceException(request.name() + ": the host " + (ofProxy ? proxy.getHostName() + ", a proxy," : at.host())
                    + " is not known to the name service" + (ofProxy || proxy == null ? ""
                            : "; where only the proxy knows names, no address can be checked: set videoAllowPrivateHosts=true"),
                    true, cause);
        }
        if (cause instanceof SSLException && request.verify()) {
            return CaptureErrors.untrusted(request.name(), cause.getMessage());
        }
        String words = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new SourceException(request.name() + " cannot be read" + (proxy == null ? "" : " through the proxy " + proxy.toHostString())
                + ": " + words, true, cause);
    }

    /** Status of the answer. */
    public int status() {
        return response.getCode();
    }

    /** The answer's header in lower case; empty when there is none. */
    public String header(String name) {
        Header header = response.getFirstHeader(name);
        return header == null || header.getValue() == null ? "" : header.getValue().toLowerCase(Locale.ROOT);
    }

    /** The URL that answered, after all redirects. */
    public URI uri() {
        return at.uri();
    }

    /** The answer's body. Reads on it end with an exception when the {@link Interruption} is stopped or the server is silent. */
    public InputStream body() throws IOException {
        return response.getEntity() == null ? InputStream.nullInputStream() : response.getEntity().getContent();
    }

    /** Ends whatever is waited for. From any thread. */
    void abort() {
        HttpGet get = current;
        if (get != null) {
            get.abort();
        }
    }

    /** Without reading the rest of the answer, which may have no end. */
    @Override
    public void close() {
        interruption.onStop(null);
        abort();
        client.close(CloseMode.IMMEDIATE);
    }
}
