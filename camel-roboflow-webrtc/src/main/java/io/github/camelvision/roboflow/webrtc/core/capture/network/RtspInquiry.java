package io.github.camelvision.roboflow.webrtc.core.capture.network;

import io.github.camelvision.roboflow.webrtc.core.capture.CaptureInput;
import io.github.camelvision.roboflow.webrtc.core.capture.Interruption;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks an RTSP server that FFmpeg could not open why that was: one DESCRIBE without a login, of which the head of the answer is read. */
public final class RtspInquiry {

    /**
     * What the server said.
     *
     * @param location where it redirects to; null when it does not
     * @param onlySha256 whether every login that it offers is a digest with SHA-256
     * @param untrusted why its certificate is not trusted; null when it is, or has none
     */
    public record Answer(String location, boolean onlySha256, String untrusted) {}

    private static final Logger LOG = LoggerFactory.getLogger(RtspInquiry.class);
    private static final int LIMIT_MILLIS = 3000;
    private static final int MOST_BYTES = 16 * 1024;
    private static final int PORT = 554;
    private static final int TLS_PORT = 322;

    private RtspInquiry() {}

    /** @return null when it said nothing of use */
    public static Answer ask(String url, Interruption interruption) {
        URI uri = parsed(url);
        if (uri == null) {
            return null;
        }
        try (Socket socket = new Socket()) {
            interruption.onStop(() -> close(socket));
            return ask(uri, socket);
        } catch (SSLException e) {
            return new Answer(null, false, e.getMessage());
        } catch (IOException e) {
            LOG.debug("A camera that could not be opened does not say why: {}", e.getMessage());
            return null;
        } finally {
            interruption.onStop(null);
        }
    }

    private static Answer ask(URI uri, Socket plain) throws IOException {
        boolean tls = "rtsps".equalsIgnoreCase(uri.getScheme());
        int port = uri.getPort() >= 0 ? uri.getPort() : tls ? TLS_PORT : PORT;
        String host = uri.getHost().replaceAll("^\\[|]$", "");
        plain.connect(new InetSocketAddress(host, port), LIMIT_MILLIS);
        plain.setSoTimeout(LIMIT_MILLIS);
        Socket socket = tls ? secured(plain, host, port) : plain;
        String path = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        String request = "DESCRIBE " + uri.getScheme() + "://" + uri.getHost() + ":" + port + path + " RTSP/1.0\r\n"
                + "CSeq: 1\r\nAccept: application/sdp\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return answer(head(socket.getInputStream()));
    }

    private static Socket secured(Socket plain, String host, int port) throws IOException {
        SSLSocket socket = (SSLSocket) ((SSLSocketFactory) SSLSocketFactory.getDefault()).createSocket(plain, host, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    /** Status line and headers; at most so many bytes in at most so long. */
    private static List<String> head(InputStream in) throws IOException {
        InputStream buffered = new BufferedInputStream(in);
        long end = System.nanoTime() + LIMIT_MILLIS * 1_000_000L;
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (int count = 0; count < MOST_BYTES && System.nanoTime() - end < 0; count++) {
            int next = buffered.read();
            if (next < 0 || next == '\n' && line.isEmpty()) {
                return lines;
            }
            if (next == '\n') {
                lines.add(line.toString());
                line.setLength(0);
            } else if (next != '\r') {
                line.append((char) next);
            }
        }
        throw new IOException("The answer has no end");
    }

    static Answer answer(List<String> head) {
        if (head.isEmpty()) {
            return null;
        }
        String[] status = head.get(0).split(" ");
        String location = null;
        int logins = 0;
        int sha256 = 0;
        for (String line : head.subList(1, head.size())) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("location:")) {
                location = line.substring("location:".length()).trim();
            } else if (lower.startsWith("www-authenticate:")) {
                logins++;
                sha256 += lower.matches(".*algorithm\\s*=\\s*\"?sha-(256|512-256)(-sess)?\\b.*") ? 1 : 0;
            }
        }
        boolean redirects = status.length > 1 && status[1].startsWith("3") && location != null;
        return new Answer(redirects ? location : null, logins > 0 && sha256 == logins, null);
    }

    /**
     * The target of a redirect with the login of the URL that led there, as FFmpeg would send it, if it is the same host.
     *
     * @throws SourceException when it is no RTSP URL
     */
    public static URI target(String from, String location, CaptureInput input) {
        URI source = parsed(from);
        URI target = source == null ? null : parsed(source.resolve(location.replace(" ", "%20")).toString());
        if (target == null || !("rtsp".equalsIgnoreCase(target.getScheme()) || "rtsps".equalsIgnoreCase(target.getScheme()))) {
            throw new SourceException(input + " redirects to something that is no RTSP stream", true);
        }
        if (target.getRawUserInfo() != null || source.getRawUserInfo() == null || !target.getHost().equalsIgnoreCase(source.getHost())) {
            return target;
        }
        String text = target.toString();
        int authority = text.indexOf("://") + "://".length();
        return URI.create(text.substring(0, authority) + source.getRawUserInfo() + "@" + text.substring(authority));
    }

    private static URI parsed(String url) {
        try {
            URI uri = new URI(url);
            return uri.getHost() == null ? null : uri;
        } catch (URISyntaxException e) {
            // the exception quotes the URL with its credentials
            return null;
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("A question to a camera could not be broken off", e);
        }
    }
}
