package io.github.camelvision.roboflow.webrtc;

import io.github.camelvision.roboflow.webrtc.core.session.Emit;
import io.github.camelvision.roboflow.webrtc.core.source.VideoFileSource;
import java.io.File;
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
final class FileJobs {

    private static final Logger LOG = LoggerFactory.getLogger(FileJobs.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final RoboflowWebrtcEndpoint endpoint;
    private final AtomicLong count = new AtomicLong();
    private final Set<FileResults> open = ConcurrentHashMap.newKeySet();

    FileJobs(RoboflowWebrtcEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    /**
     * Opens a session for the file in the body and makes its results the body. Blocks until the first of them is there. The session
     * ends with the Exchange at the latest.
     *
     * @throws IllegalArgumentException when the body is not a file, or an option does not fit
     * @throws io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException when the session fails before
     */
    void process(Exchange exchange) {
        Path file = file(exchange.getMessage().getBody());
        RoboflowWebrtcConfiguration options = endpoint.getConfiguration().copy();
        if (Boolean.TRUE.equals(options.getRealtimeProcessing()) || options.getFrameDelivery() == FrameDelivery.track) {
            throw new IllegalArgumentException("A file through the producer is answered frame by frame as the route takes it: leave out "
                    + "realtimeProcessing=true and frameDelivery=track");
        }
        options.setEmit(Emit.predictions);
        String name = endpoint.getSessionName() + "-" + count.incrementAndGet();
        SessionFactory factory = new SessionFactory(endpoint, options, name);
        FileResults results = new FileResults(file.getFileName().toString(), options.getDataField(),
                factory.options(new VideoFileSource(file, false)), endpoint.getComponent().sessions().peers());
        open.add(results);
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                results.close();
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

    private static Path file(Object body) {
        Object file = body instanceof WrappedFile<?> wrapped ? wrapped.getFile() : body;
        if (file instanceof File plain) {
            return plain.toPath();
        }
        if (file instanceof Path path) {
            return path;
        }
        if (file instanceof String text) {
            return SourceFactory.path(text);
        }
        throw new IllegalArgumentException("With source=file the body must be a file (File, Path, its path as text, or what the file "
                + "component gives), not " + (file == null ? "empty" : file.getClass().getName()));
    }

    /** Ends every session and waits for it. */
    void close() {
        open.forEach(FileResults::close);
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
