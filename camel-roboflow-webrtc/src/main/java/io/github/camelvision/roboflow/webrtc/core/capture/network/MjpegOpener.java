package io.github.camelvision.roboflow.webrtc.core.capture.network;

import io.github.camelvision.roboflow.webrtc.core.capture.FrameOpener;
import io.github.camelvision.roboflow.webrtc.core.capture.FrameReader;
import io.github.camelvision.roboflow.webrtc.core.capture.HostCheck;
import io.github.camelvision.roboflow.webrtc.core.capture.Interruption;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.http.HttpProxy;
import io.github.camelvision.roboflow.webrtc.core.media.Ffmpeg;
import java.io.IOException;
import java.time.Duration;

/**
 * Opens a camera that sends JPEG images over HTTP, as a browser would: any kind of multipart answer, or a single image, behind basic
 * or digest authentication. FFmpeg's own reader refuses much of that.
 */
public final class MjpegOpener implements FrameOpener {

    private static final Duration OPEN_LIMIT = Duration.ofSeconds(10);
    private static final Duration SILENCE = Duration.ofSeconds(5);
    private static final String ACCEPT = "multipart/x-mixed-replace, image/jpeg, */*;q=0.5";
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int PROXY_LOGIN = 407;

    private final CameraUrl url;
    private final String name;
    private final String setBy;
    private final HostCheck hosts;
    private final boolean verify;
    private final HttpProxy proxy;

    /**
     * @param url http or https
     * @param name what messages call it: without credentials
     * @param setBy what the user named it with
     * @param hosts asked before each connection
     * @param verify whether the certificate of {@code https://} must be one that the JVM trusts
     * @param proxy the way through proxies
     */
    public MjpegOpener(CameraUrl url, String name, String setBy, HostCheck hosts, boolean verify, HttpProxy proxy) {
        this.url = url;
        this.name = name;
        this.setBy = setBy;
        this.hosts = hosts;
        this.verify = verify;
        this.proxy = proxy;
    }

    @Override
    public FrameReader open(Interruption interruption) {
        Ffmpeg.require();
        HttpFetch fetch = HttpFetch.open(new HttpFetch.Request(url, name, hosts, HttpFetch.AddressCheck.ANY, ACCEPT, false,
                verify, OPEN_LIMIT, SILENCE, proxy), interruption);
        boolean open = false;
        try {
            check(fetch);
            FrameReader reader = new MjpegReader(fetch, fetch.body(), name, interruption, SILENCE);
            open = true;
            return reader;
        } catch (IOException e) {
            throw fetch.failure(e, false);
        } finally {
            if (!open) {
                fetch.close();
            }
        }
    }

    private void check(HttpFetch fetch) {
        int status = fetch.status();
        if (status != OK) {
            throw new SourceException(name + " cannot be opened: the server answered HTTP status " + status + cure(status), true);
        }
        if (fetch.header("Content-Type").startsWith("text/html")) {
            throw new SourceException(name + " cannot be opened: the server answered with a web page; " + setBy
                    + " must name the stream of images, not the page that shows it", true);
        }
    }

    private String cure(int status) {
        return switch (status) {
            case UNAUTHORIZED, FORBIDDEN -> "; put user name and password into " + setBy + " (http://user:password@host/…)";
            case PROXY_LOGIN -> "; " + HttpProxy.LOGIN_CURE;
            case NOT_FOUND -> "; check the path in " + setBy;
            default -> "";
        };
    }

    @Override
    public String toString() {
        return name;
    }
}
