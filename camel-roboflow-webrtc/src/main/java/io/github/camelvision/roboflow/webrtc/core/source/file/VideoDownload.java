package io.github.camelvision.roboflow.webrtc.core.source.file;

import io.github.camelvision.roboflow.webrtc.core.capture.HostCheck;
import io.github.camelvision.roboflow.webrtc.core.capture.Interruption;
import io.github.camelvision.roboflow.webrtc.core.capture.network.CameraUrl;
import io.github.camelvision.roboflow.webrtc.core.capture.network.HttpFetch;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.http.HttpProxy;
import io.github.camelvision.roboflow.webrtc.core.source.SourceUrls;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Downloads one video. Blocks the thread that calls {@link #fetch}. */
final class VideoDownload {

    private static final Logger LOG = LoggerFactory.getLogger(VideoDownload.class);
    private static final List<String> SCHEMES = List.of("http", "https");
    private static final String ACCEPT = "video/*, application/octet-stream;q=0.9, */*;q=0.5";
    private static final Duration CONNECTING = Duration.ofSeconds(10);
    private static final int BUFFER = 64 * 1024;
    private static final long MEGA = 1_000_000;

    private final VideoCache cache;
    private final HttpFetch.AddressCheck rule;
    private final VideoUrlOptions options;
    private final ProgressLog progress = new ProgressLog();
    private final Interruption interruption = new Interruption();

    VideoDownload(VideoCache cache, HttpFetch.AddressCheck rule, VideoUrlOptions options) {
        this.cache = cache;
        this.rule = rule;
        this.options = options;
    }

    /** Ends the download with an exception. From any thread. */
    void cancel() {
        interruption.stop();
    }

    /** @throws SourceException without the text: it may hold credentials */
    static CameraUrl parse(String url) {
        return SourceUrls.parse(url, SCHEMES);
    }

    /**
     * The file with the video.
     *
     * @throws SourceException retryable when it may work another time
     */
    Path fetch(String url) {
        CameraUrl from = parse(url);
        HttpFetch.Request request = new HttpFetch.Request(from, "sourceUri: " + from, HostCheck.ANY, rule, ACCEPT, true, true,
                options.idleTimeout().plus(CONNECTING), options.idleTimeout(), options.proxy());
        Path part = cache.newPart();
        try (HttpFetch fetch = HttpFetch.open(request, interruption)) {
            check(fetch, from);
            if (write(fetch, from, part) == 0) {
                throw new SourceException("sourceUri: " + from + " sent no bytes", true);
            }
            return cache.keep(part, url);
        } catch (SourceException e) {
            if (interruption.stopped()) {
                throw new SourceException("The download of " + from + " was cancelled", false, e);
            }
            throw e;
        } finally {
            delete(part);
        }
    }

    private void check(HttpFetch fetch, CameraUrl from) {
        int status = fetch.status();
        if (status != 200) {
            throw new SourceException("sourceUri: " + from + " answered HTTP status " + status + cure(status),
                    status >= 500 || status == 408 || status == 429);
        }
        if (fetch.header("Content-Type").startsWith("text/html")) {
            throw new SourceException("sourceUri: " + from + " answered with a web page, not a video", false);
        }
        if (total(fetch) > options.maxBytes()) {
            throw tooLarge();
        }
    }

    /** Bytes in all; 0 when the server does not say. */
    private static long total(HttpFetch fetch) {
        String length = fetch.header("Content-Length");
        return length.matches("\\d{1,18}") ? Long.parseLong(length) : 0;
    }

    private static String cure(int status) {
        return switch (status) {
            case 401, 403 -> ": put user name and password into the URL, or use a signed one that has not expired";
            case 407 -> ": " + HttpProxy.LOGIN_CURE;
            case 404, 410 -> ": there is no video at this URL";
            default -> "";
        };
    }

    private long write(HttpFetch fetch, CameraUrl from, Path part) {
        long written = 0;
        long total = total(fetch);
        byte[] buffer = new byte[BUFFER];
        try (OutputStream out = Files.newOutputStream(part)) {
            for (int read = read(fetch, buffer); read >= 0; read = read(fetch, buffer)) {
                written += read;
                if (written > options.maxBytes()) {
                    throw tooLarge();
                }
                out.write(buffer, 0, read);
                if (progress.due(written, total, System.nanoTime())) {
                    LOG.info("Downloading {}: {} of {} MB", from, megabytes(written), total > 0 ? megabytes(total) : "?");
                }
            }
        } catch (IOException e) {
            throw new SourceException("The video cannot be stored in " + part.getParent() + " (option videoCacheDir): " + e.getMessage(),
                    false, e);
        }
        LOG.info("Downloaded {}: {} MB", from, megabytes(written));
        return written;
    }

    private static int read(HttpFetch fetch, byte[] buffer) {
        try {
            InputStream body = fetch.body();
            return body.read(buffer);
        } catch (IOException e) {
            throw fetch.failure(e, false);
        }
    }

    private SourceException tooLarge() {
        return new SourceException("sourceUri: the video has more than the " + options.maxBytes() + " bytes that videoMaxSize allows",
                false);
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f", bytes / (double) MEGA);
    }

    private static void delete(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            LOG.debug("The partial download {} could not be deleted", part, e);
        }
    }
}
