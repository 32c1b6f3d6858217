package io.github.camelvision.roboflow.webrtc.core.worker.manager;

import io.github.camelvision.roboflow.webrtc.core.correlate.Repeats;
import io.github.camelvision.roboflow.webrtc.core.error.ProtocolException;
import io.github.camelvision.roboflow.webrtc.core.loop.SteadyLoop;
import io.github.camelvision.roboflow.webrtc.core.wire.StreamManagerFrame;
import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Stream Manager's TCP port (docs/protocol.adoc#stream-manager-calls): one command a connection, framed as {@link StreamManagerFrame}
 * says. The port is for trusted networks: nothing is encrypted. Connections, the size of a command and the life of a connection are
 * bounded.
 */
public final class ManagerTcpServer implements AutoCloseable {

    /** Connections at a time; one more is closed at once. */
    public static final int MAX_CONNECTIONS = 64;

    private static final Logger LOG = LoggerFactory.getLogger(ManagerTcpServer.class);
    private static final int BACKLOG = 64;
    /** A client that reads nothing, or a command that hangs, ends with its connection after this. */
    private static final long MAX_LIFE_NANOS = TimeUnit.SECONDS.toNanos(90);
    private static final int SWEEP_MILLIS = 5_000;

    private final PipelineManager manager;
    private final MemoryBudget memory;
    private final int maxConnections;
    private final long maxLifeNanos;
    private final ServerSocket listener;
    private final ThreadPoolExecutor executor;
    private final Map<Socket, Long> connections = new ConcurrentHashMap<>();
    private final Repeats refusals = new Repeats();
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * Listens from now on.
     *
     * @param host address to bind to
     * @param port 0 for any free one
     * @param memory that commands and replies count in
     * @throws UncheckedIOException when it cannot listen there
     */
    public ManagerTcpServer(String host, int port, PipelineManager manager, MemoryBudget memory) {
        this(host, port, manager, memory, MAX_CONNECTIONS, MAX_LIFE_NANOS);
    }

    ManagerTcpServer(String host, int port, PipelineManager manager, MemoryBudget memory, int maxConnections, long maxLifeNanos) {
        this.manager = manager;
        this.memory = memory;
        this.maxConnections = maxConnections;
        this.maxLifeNanos = maxLifeNanos;
        try {
            listener = new ServerSocket();
            listener.setReuseAddress(true);
            listener.setSoTimeout((int) Math.max(1, Math.min(SWEEP_MILLIS, TimeUnit.NANOSECONDS.toMillis(maxLifeNanos))));
            listener.bind(new InetSocketAddress(InetAddress.getByName(host), port), BACKLOG);
        } catch (IOException e) {
            throw new UncheckedIOException("The Stream Manager cannot listen on " + host + ":" + port + ": " + e.getMessage(), e);
        }
        String name = "roboflow-manager-" + port();
        executor = new ThreadPoolExecutor(0, maxConnections, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> daemon(task, name));
        daemon(this::accept, name + "-accept").start();
        LOG.info("The Stream Manager listens on {}:{}", host, port());
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    public int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        try {
            new SteadyLoop("the Stream Manager on port " + port()).run(() -> {
                acceptOne();
                closeOverdue();
                return !closed.get();
            });
        } catch (InterruptedException e) {
            // only close() ends it, and accepting is not interrupted
            Thread.currentThread().interrupt();
        }
    }

    private void acceptOne() {
        try {
            serve(listener.accept());
        } catch (SocketTimeoutException e) {
            // nobody came: a good moment to look after the others
            LOG.trace("No connection came");
        } catch (IOException e) {
            if (!closed.get()) {
                LOG.warn("A connection to the Stream Manager could not be accepted", e);
            }
        }
    }

    private void serve(Socket socket) {
        connections.put(socket, System.nanoTime());
        try {
            executor.execute(() -> {
                try (MemoryBudget.Account account = memory.account("A command to the Stream Manager")) {
                    new ManagerConnection(socket, manager, account).run();
                } catch (IOException | ProtocolException e) {
                    LOG.debug("A connection to the Stream Manager ended: {}", e.getMessage());
                } finally {
                    close(socket);
                }
            });
        } catch (RejectedExecutionException e) {
            long before = refusals.told(System.nanoTime());
            if (before >= 0) {
                LOG.warn("The Stream Manager has {} connections, as many as it takes: another one is closed{}", maxConnections,
                        before == 0 ? "" : ", and " + before + " more since the last that was told");
            }
            close(socket);
        } catch (Error e) { // no thread for it, for instance
            close(socket);
            throw e;
        }
    }

    private void closeOverdue() {
        long now = System.nanoTime();
        connections.forEach((socket, since) -> {
            if (now - since > maxLifeNanos) {
                LOG.debug("A connection to the Stream Manager took too long");
                close(socket);
            }
        });
    }

    private void close(Socket socket) {
        connections.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("Closing a connection to the Stream Manager failed", e);
        }
    }

    /** Listens no longer and ends the connections; pipelines stay. Idempotent, does not wait. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                listener.close();
            } catch (IOException e) {
                LOG.debug("Closing the Stream Manager's port failed", e);
            }
            connections.keySet().forEach(this::close);
            executor.shutdownNow();
        }
    }
}
