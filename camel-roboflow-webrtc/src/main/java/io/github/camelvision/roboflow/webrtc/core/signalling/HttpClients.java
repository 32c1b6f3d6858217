package io.github.camelvision.roboflow.webrtc.core.signalling;

import java.lang.ref.WeakReference;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/** Shares HTTP clients, since each owns a selector thread that Java 17 cannot close but by garbage collection. */
public final class HttpClients {

    private static final AtomicInteger THREADS = new AtomicInteger();
    private static final ThreadPoolExecutor EXECUTOR = new ThreadPoolExecutor(0, Integer.MAX_VALUE, 5, TimeUnit.SECONDS,
            new SynchronousQueue<>(), HttpClients::thread);
    private static final Map<Key, WeakReference<HttpClient>> CLIENTS = new ConcurrentHashMap<>();

    private HttpClients() {
    }

    private record Key(Duration connectTimeout, SSLContext sslContext) {
    }

    /** Idle threads end by themselves; the number of requests under way bounds how many there are. */
    static Executor executor() {
        return EXECUTOR;
    }

    /** Hold the client as long as it is used: nothing else keeps it alive. */
    public static HttpClient client(Duration connectTimeout, SSLContext sslContext) {
        CLIENTS.values().removeIf(reference -> reference.get() == null);
        Key key = new Key(connectTimeout, sslContext);
        HttpClient[] held = new HttpClient[1];
        CLIENTS.compute(key, (k, reference) -> {
            held[0] = reference == null ? null : reference.get();
            if (held[0] != null) {
                return reference;
            }
            held[0] = create(k);
            return new WeakReference<>(held[0]);
        });
        return held[0];
    }

    private static HttpClient create(Key key) {
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
