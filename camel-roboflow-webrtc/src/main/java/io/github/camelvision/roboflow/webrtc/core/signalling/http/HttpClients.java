package io.github.camelvision.roboflow.webrtc.core.signalling.http;

import io.github.camelvision.roboflow.webrtc.core.rtc.LocalNetwork;
import java.lang.ref.WeakReference;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/**
 * HTTP clients of one server each, one for all calls with the same settings, since each owns a selector thread that Java 17 cannot close
 * but by garbage collection.
 *
 * <p>A client keeps connections open for later calls. After an outage they lead nowhere, because the address is another one or the
 * NAT has forgotten them, and a request on one would wait for its whole timeout. So a client whose last answer is some seconds old, or
 * older than a change of this machine's addresses, is replaced by a new one, which has no connection yet.
 */
public final class HttpClients {

    /** Less than any outage is noticed in. */
    private static final Duration REUSE = Duration.ofSeconds(4);
    private static final AtomicInteger THREADS = new AtomicInteger();
    private static final ThreadPoolExecutor EXECUTOR = new ThreadPoolExecutor(0, Integer.MAX_VALUE, 5, TimeUnit.SECONDS,
            new SynchronousQueue<>(), HttpClients::thread);
    private static final Map<Key, WeakReference<HttpClients>> CLIENTS = new ConcurrentHashMap<>();

    private final Key key;
    /** Guarded by this, as what follows. */
    private HttpClient client;
    private boolean answered;
    private long answeredNanos;
    private Set<String> addresses;

    private HttpClients(Key key) {
        this.key = key;
    }

    private record Key(String server, Duration connectTimeout, SSLContext sslContext) {}

    /** Idle threads end by themselves; the number of requests under way bounds how many there are. */
    public static Executor executor() {
        return EXECUTOR;
    }

    /**
     * Those for one server. Hold them as long as they are used: nothing else keeps them alive.
     *
     * @param server what tells servers apart
     */
    public static HttpClients of(String server, Duration connectTimeout, SSLContext sslContext) {
        CLIENTS.values().removeIf(reference -> reference.get() == null);
        Key key = new Key(server, connectTimeout, sslContext);
        HttpClients[] held = new HttpClients[1];
        CLIENTS.compute(key, (k, reference) -> {
            held[0] = reference == null ? null : reference.get();
            if (held[0] != null) {
                return reference;
            }
            held[0] = new HttpClients(k);
            return new WeakReference<>(held[0]);
        });
        return held[0];
    }

    /** As {@link HttpClient#sendAsync}. */
    public <T> CompletableFuture<HttpResponse<T>> send(HttpRequest request, HttpResponse.BodyHandler<T> body) {
        HttpClient fresh = fresh();
        return fresh.sendAsync(request, info -> {
            answered(fresh);
            return body.apply(info);
        });
    }

    private synchronized HttpClient fresh() {
        Set<String> now = LocalNetwork.addresses();
        boolean stale = answered && System.nanoTime() - answeredNanos > REUSE.toNanos() || !now.equals(addresses);
        if (client == null || stale) {
            client = create();
            answered = false;
            addresses = now;
        }
        return client;
    }

    /** From now on the client may have a connection. */
    private synchronized void answered(HttpClient by) {
        if (by == client) {
            answered = true;
            answeredNanos = System.nanoTime();
        }
    }

    private HttpClient create() {
        // HTTP/1.1: an h2c upgrade on a POST confuses simple servers, and one request gains nothing from HTTP/2.
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(key.connectTimeout)
                .executor(EXECUTOR);
        if (key.sslContext != null) {
            builder.sslContext(key.sslContext);
        }
        return builder.build();
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "roboflow-webrtc-signalling-" + THREADS.incrementAndGet());
        thread.setDaemon(true);
        thread.setContextClassLoader(HttpClients.class.getClassLoader());
        return thread;
    }
}
