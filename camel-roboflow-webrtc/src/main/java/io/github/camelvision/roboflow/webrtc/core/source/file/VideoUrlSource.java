package io.github.camelvision.roboflow.webrtc.core.source.file;

import io.github.camelvision.roboflow.webrtc.core.capture.network.HttpFetch;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.loop.LogContext;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeer;
import io.github.camelvision.roboflow.webrtc.core.source.Source;
import io.github.camelvision.roboflow.webrtc.core.source.SourceHost;
import io.github.camelvision.roboflow.webrtc.core.source.SourceRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A video at an http(s) URL: downloaded once, kept, and then uploaded as a {@link VideoFileSource} is (docs/protocol.adoc#sources). */
public final class VideoUrlSource implements Source {

    private static final Logger LOG = LoggerFactory.getLogger(VideoUrlSource.class);

    private final String name;
    private final String url;
    private final boolean framesByTrack;
    private final VideoUrlOptions options;
    private final HttpFetch.AddressCheck rule;
    private final VideoCache cache;
    private CompletableFuture<Void> prepared;
    private VideoDownload download;
    private Path file;
    private boolean closed;

    /**
     * @param name of the session, for the thread
     * @param url {@code http://} or {@code https://}, may hold credentials
     * @throws SourceException not retryable, when it is no such URL
     */
    public VideoUrlSource(String name, String url, boolean framesByTrack, VideoUrlOptions options) {
        this(name, url, framesByTrack, options, options.allowPrivateHosts() ? HttpFetch.AddressCheck.ANY : HostRule.PUBLIC_ONLY);
    }

    VideoUrlSource(String name, String url, boolean framesByTrack, VideoUrlOptions options, HttpFetch.AddressCheck rule) {
        this.name = name;
        this.url = url.trim();
        this.framesByTrack = framesByTrack;
        this.options = options;
        this.rule = rule;
        this.cache = new VideoCache(options.directory(), options.reuse());
        VideoDownload.parse(this.url);
    }

    /** Whether this is for a {@code VideoUrlSource}. */
    public static boolean isUrl(String uri) {
        String start = uri.trim().toLowerCase(Locale.ROOT);
        return start.startsWith("http://") || start.startsWith("https://");
    }

    /** Downloads the video unless it is there, on a thread of its own. */
    @Override
    public synchronized CompletableFuture<Void> prepare() {
        if (closed) {
            return CompletableFuture.failedFuture(new SourceException("The session is closed: nothing is downloaded", false));
        }
        // somebody may have tidied the cache up since the last connection
        if (prepared == null || prepared.isCompletedExceptionally() || file != null && !Files.exists(file)) {
            file = null;
            VideoDownload started = new VideoDownload(cache, rule, options);
            CompletableFuture<Void> done = new CompletableFuture<>();
            download = started;
            prepared = done;
            Thread thread = new Thread(() -> {
                LogContext.ofThread(name);
                run(started, done);
            }, "roboflow-webrtc-download-" + name);
            thread.setDaemon(true);
            thread.start();
        }
        return prepared.copy();
    }

    private void run(VideoDownload started, CompletableFuture<Void> done) {
        try {
            Path known = cache.find(url);
            Path fetched = known == null ? started.fetch(url) : known;
            synchronized (this) {
                file = fetched;
                if (closed) {
                    deleteUnlessReused();
                }
            }
            done.complete(null);
        } catch (Throwable e) { // also a full heap: the session waits for the answer
            done.completeExceptionally(e instanceof RuntimeException || e instanceof LinkageError ? e
                    : new SourceException("The download broke: " + e, true, e));
        }
    }

    @Override
    public SourceRun attach(RtcPeer peer, SourceHost host) {
        Path video;
        synchronized (this) {
            video = file;
        }
        if (video == null) {
            throw new IllegalStateException("The video was not downloaded: prepare() comes first");
        }
        return new VideoFileSource(video, framesByTrack).attach(peer, host);
    }

    @Override
    public boolean live() {
        return false;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (download != null) {
            download.cancel();
        }
        deleteUnlessReused();
    }

    private void deleteUnlessReused() {
        if (!options.reuse() && file != null) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                LOG.warn("Session {}: the downloaded video {} cannot be deleted: {}", name, file, e.toString());
            }
        }
    }
}
