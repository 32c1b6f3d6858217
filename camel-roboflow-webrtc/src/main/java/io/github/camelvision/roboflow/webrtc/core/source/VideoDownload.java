package io.github.camelvision.roboflow.webrtc.core.source;

import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.signalling.HttpClients;
import io.github.camelvision.roboflow.webrtc.core.signalling.Redaction;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Downloads one video, following redirects itself, since each of them is checked. Blocks the thread that calls {@link #fetch}. */
final class VideoDownload {

    private static final Logger LOG = LoggerFactory.getLogger(VideoDownload.class);
    private static final int MOST_REDIRECTS = 5;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final long POLL_MILLIS = 200;
    private static final long MEGA = 1_000_000;

    private final VideoCache cache;
    private final HostRule rule;
    private final VideoUrlOptions options;
    private final HttpClients clients = HttpClients.of("videos", CONNECT_TIMEOUT, null);
    private final ProgressLog progress = new ProgressLog();
    private volatile boolean cancelled;

    VideoDownload(VideoCache cache, HostRule rule, VideoUrlOptions options) {
        this.cache = cache;
        this.rule = rule;
        this.options = options;
    }

    /** Ends the download with an exception. From any thread. */
    void cancel() {
        cancelled = true;
    }

    /**
     * The file with the video.
     *
     * @throws SourceException retryable when it may work another time
     */
    Path fetch(String url) {
        Path part = cache.newPart();
        try {
            URI origin = parse(url);
            URI next = origin;
            for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
                URI redirect = get(next, authorization(origin, next), part);
                if (redirect == null) {
                    return cache.keep(part, url);
                }
                next = redirect;
            }
            throw new SourceException("sourceUri: more than " + MOST_REDIRECTS + " redirects", false);
        } finally {
            delete(part);
        }
    }

    /** @return null when the file is complete, or where to go on */
    private URI get(URI uri, String authorization, Path part) {
        rule.check(uri);
        HttpRequest.Builder request = HttpRequest.newBuilder(withoutUserInfo(uri)).timeout(options.idleTimeout())
                .header("Accept", "video/*, application/octet-stream;q=0.9, */*;q=0.5");
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        Body body = new Body(uri, part);
        CompletableFuture<HttpResponse<Long>> exchange = clients.send(request.build(), body);
        HttpResponse<Long> response = await(exchange, body);
        int status = response.statusCode();
        if (REDIRECTS.contains(status)) {
            return redirect(uri, response.headers().firstValue("Location").orElse(""));
        }
        if (status != 200) {
            throw new SourceException("sourceUri: " + shown(uri) + " answered HTTP status " + status + cure(status),
                    status >= 500 || status == 408 || status == 429);
        }
        if (response.body() == 0) {
            throw new SourceException("sourceUri: " + shown(uri) + " sent no bytes", true);
        }
        LOG.info("Downloaded {}: {} MB", shown(uri), megabytes(response.body()));
        return null;
    }

    private static String cure(int status) {
        return switch (status) {
            case 401, 403 -> ": put user name and password into the URL, or use a signed one that has not expired";
            case 404, 410 -> ": there is no video at this URL";
            default -> "";
        };
    }

    /** Takes the body of a video only. */
    private final class Body implements HttpResponse.BodyHandler<Long> {

        private final URI uri;
        private final Path part;
        private final long since = System.nanoTime();
        private volatile FileBody file;
        private volatile long total;

        private Body(URI uri, Path part) {
            this.uri = uri;
            this.part = part;
        }

        @Override
        public HttpResponse.BodySubscriber<Long> apply(HttpResponse.ResponseInfo info) {
            if (info.statusCode() != 200) {
                return new FileBody(null, 0);
            }
            String type = info.headers().firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT);
            if (type.startsWith("text/html")) {
                throw new SourceException("sourceUri: " + shown(uri) + " answered with a web page, not a video", false);
            }
            total = info.headers().firstValueAsLong("Content-Length").orElse(0);
            if (total > options.maxBytes()) {
                throw FileBody.tooLarge(options.maxBytes());
            }
            file = new FileBody(part, options.maxBytes());
            return file;
        }

        void abort() {
            FileBody current = file;
            if (current != null) {
                current.abort();
            }
        }

        /** Looks after a transfer that goes on. */
        void watch() {
            FileBody current = file;
            if (cancelled) {
                throw new SourceException("The download of " + shown(uri) + " was cancelled", false);
            }
            long now = System.nanoTime();
            if (now - (current == null ? since : current.lastNanos()) > options.idleTimeout().toNanos() + CONNECT_TIMEOUT.toNanos()) {
                throw new SourceException("sourceUri: " + shown(uri) + " sent nothing for "
                        + options.idleTimeout().plus(CONNECT_TIMEOUT).toSeconds() + " s", true);
            }
            if (current != null && progress.due(current.written(), total, now)) {
                LOG.info("Downloading {}: {} of {} MB", shown(uri), megabytes(current.written()), total > 0 ? megabytes(total) : "?");
            }
        }
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f", bytes / (double) MEGA);
    }

    private static HttpResponse<Long> await(CompletableFuture<HttpResponse<Long>> exchange, Body body) {
        try {
            while (true) {
                try {
                    return exchange.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    body.watch();
                }
            }
        } catch (ExecutionException e) {
            throw asOurs(e, body.uri);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SourceException("The download of " + shown(body.uri) + " was interrupted", true, e);
        } finally {
            exchange.cancel(true);
            body.abort();
        }
    }

    private static RoboflowWebrtcException asOurs(ExecutionException failure, URI uri) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RoboflowWebrtcException ours) {
                return ours;
            }
        }
        Throwable cause = failure.getCause();
        String words = cause.getMessage() == null ? cause.getClass().getSimpleName() : Redaction.text(cause.getMessage());
        return new SourceException("sourceUri: " + shown(uri) + " cannot be downloaded: " + words, cause instanceof IOException, cause);
    }

    private static URI redirect(URI from, String location) {
        URI to;
        try {
            to = from.resolve(location);
        } catch (IllegalArgumentException e) {
            throw new SourceException("sourceUri: " + shown(from) + " redirects to what is not a URL", false);
        }
        if (location.isBlank() || !isHttp(to) || "https".equalsIgnoreCase(from.getScheme()) && !"https".equalsIgnoreCase(to.getScheme())) {
            throw new SourceException("sourceUri: " + shown(from) + " redirects to " + (location.isBlank() ? "nowhere" : shown(to))
                    + ", which is not followed", false);
        }
        return to;
    }

    private static boolean isHttp(URI uri) {
        return uri.getHost() != null && ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()));
    }

    /** @throws SourceException without the text: it may hold credentials */
    static URI parse(String url) {
        try {
            URI uri = URI.create(url);
            if (isHttp(uri)) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            LOG.debug("sourceUri cannot be parsed");
        }
        throw new SourceException("sourceUri is not an http:// or https:// URL: percent-encode special characters in it", false);
    }

    /** Credentials of the URL are for its own server only. */
    private static String authorization(URI origin, URI next) {
        boolean same = origin.getScheme().equalsIgnoreCase(next.getScheme()) && origin.getHost().equalsIgnoreCase(next.getHost())
                && origin.getPort() == next.getPort();
        return !same || origin.getUserInfo() == null ? null
                : "Basic " + Base64.getEncoder().encodeToString(origin.getUserInfo().getBytes(StandardCharsets.UTF_8));
    }

    private static URI withoutUserInfo(URI uri) {
        String text = uri.toString();
        int fragment = text.indexOf('#');
        text = fragment < 0 ? text : text.substring(0, fragment);
        String userInfo = uri.getRawUserInfo();
        return URI.create(userInfo == null ? text : text.replaceFirst("://" + java.util.regex.Pattern.quote(userInfo + "@"), "://"));
    }

    /** Neither credentials nor the query, which signs many a URL. */
    private static String shown(URI uri) {
        return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()) + uri.getRawPath();
    }

    private static void delete(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            LOG.debug("The partial download {} could not be deleted", part, e);
        }
    }
}
