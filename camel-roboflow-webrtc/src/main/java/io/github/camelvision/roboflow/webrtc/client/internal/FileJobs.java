package io.github.camelvision.roboflow.webrtc.client.internal;

import io.github.camelvision.roboflow.webrtc.DataField;
import io.github.camelvision.roboflow.webrtc.ResultHeaders;
import io.github.camelvision.roboflow.webrtc.RoboflowWebrtcConstants;
import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConfiguration;
import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcEndpoint;
import io.github.camelvision.roboflow.webrtc.client.internal.factory.SessionFactory;
import io.github.camelvision.roboflow.webrtc.client.internal.factory.SourceFactory;
import io.github.camelvision.roboflow.webrtc.client.option.FrameDelivery;
import io.github.camelvision.roboflow.webrtc.core.loop.SteadyLoop;
import io.github.camelvision.roboflow.webrtc.core.session.Emit;
import io.github.camelvision.roboflow.webrtc.core.source.file.VideoFileSource;
import io.github.camelvision.roboflow.webrtc.file.FileResults;
import java.io.File;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Exchange;
import org.apache.camel.WrappedFile;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of one producer: a session for each, whose results are the reply. */
public final class FileJobs {

    private static final Logger LOG = LoggerFactory.getLogger(FileJobs.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);
    /** How long the results of a completed exchange wait for a reader once no more of them fit into memory. */
    private static final Duration IDLE = Duration.ofMinutes(5);

    private final RoboflowWebrtcEndpoint endpoint;
    private final AtomicLong count = new AtomicLong();
    private final Set<FileResults> open = ConcurrentHashMap.newKeySet();

    public FileJobs(RoboflowWebrtcEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    /**
     * Opens a session for the file in the body and makes its results the body. Blocks until the first of them is there. When the Exchange
     * is completed, what is not read yet is kept for later readers as {@link FileResults} says; when it fails, the session ends.
     *
     * @throws IllegalArgumentException when the body is not a file, or an option does not fit
     * @throws io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException when the session fails before
     */
    public void process(Exchange exchange) {
        Path file = file(exchange.getMessage().getBody());
        check();
        VideoFileSource source = new VideoFileSource(file, false, "Session " + endpoint.getSessionName() + ": the body");
        source.check();
        RoboflowWebrtcConfiguration options = endpoint.getConfiguration().copy();
        options.setEmit(Emit.predictions);
        String name = endpoint.getSessionName() + "-" + count.incrementAndGet();
        SessionFactory factory = new SessionFactory(endpoint, options, name);
        FileResults results = new FileResults(file.getFileName().toString(), new DataField(options.getDataField(), "session " + name),
                factory.options(source), endpoint.getComponent().sessions().peers(), open::remove);
        open.add(results);
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onComplete(Exchange done) {
                results.readAhead();
                closeWhenIdle(new WeakReference<>(results), IDLE);
            }

            @Override
            public void onFailure(Exchange done) {
                results.close("their exchange failed" + (done.getException() == null ? "" : ": " + done.getException().getMessage()));
                open.remove(results);
            }
        });
        results.start();
        exchange.getMessage().setBody(results);
        ResultHeaders.contentType(exchange.getMessage());
        exchange.getMessage().setHeader(RoboflowWebrtcConstants.SESSION_NAME, name);
        exchange.getMessage().setHeader(RoboflowWebrtcConstants.SESSION_ID, results.sessionId());
        ResultHeaders.set(exchange.getMessage(), results.upload());
    }

    /** @throws IllegalArgumentException when an option does not fit, whatever the file */
    public void check() {
        RoboflowWebrtcConfiguration options = endpoint.getConfiguration();
        if (Boolean.TRUE.equals(options.getRealtimeProcessing()) || options.getFrameDelivery() == FrameDelivery.track) {
            throw new IllegalArgumentException("A file through the producer is answered frame by frame as the route takes it: leave out "
                    + "realtimeProcessing=true and frameDelivery=track");
        }
    }

    private static Path file(Object body) {
        Object file = body instanceof WrappedFile<?> wrapped ? wrapped.getFile() : body;
        if (file instanceof File plain) {
            return plain.toPath();
        }
        if (file instanceof Path path) {
            return path;
        }
        if (file instanceof String text && !text.isBlank()) {
            return SourceFactory.path(text);
        }
        throw new IllegalArgumentException("With source=file the body must be a file (File, Path, its path as text, or what the file "
                + "component gives), not " + (file == null || file instanceof String ? "empty" : file.getClass().getName()));
    }

    /** A reference that is weak, so that results of sessions that have ended are not kept for it. */
    private void closeWhenIdle(WeakReference<FileResults> reference, Duration after) {
        SteadyLoop.later("the results of a file of session " + endpoint.getSessionName(), after, () -> {
            FileResults results = reference.get();
            if (results == null || !open.contains(results)) {
                return;
            }
            Duration left = IDLE.minus(results.idle());
            if (left.isNegative() || left.isZero()) {
                LOG.info("{}: nobody has read results for {} minutes, so the session ends", results, IDLE.toMinutes());
                results.close("nobody has read any for " + IDLE.toMinutes() + " minutes after their exchange was completed");
            } else {
                closeWhenIdle(reference, left);
            }
        });
    }

    /** Ends every session and waits for it. */
    public void close() {
        open.forEach(results -> results.close("the producer was stopped"));
        for (FileResults results : open) {
            try {
                if (!results.awaitEnd(CLOSE_TIMEOUT)) {
                    LOG.warn("{} did not end within {} s", results, CLOSE_TIMEOUT.toSeconds());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        open.clear();
    }
}
