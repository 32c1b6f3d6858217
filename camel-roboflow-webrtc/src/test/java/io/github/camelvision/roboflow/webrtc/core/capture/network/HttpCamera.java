package io.github.camelvision.roboflow.webrtc.core.capture.network;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;

/** A HTTP server that answers byte for byte what a test says, as cameras do that no HTTP library would imitate. */
final class HttpCamera implements AutoCloseable {

    /** Writes what follows the request's headers, and may go on until the connection is closed. */
    @FunctionalInterface
    interface Answer {
        void write(Request request, OutputStream out) throws IOException, InterruptedException;
    }

    /** @param headers with names in lower case */
    record Request(String target, Map<String, String> headers) {}

    private final ServerSocket socket;
    private final String scheme;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    HttpCamera() throws IOException {
        this(ServerSocketFactory.getDefault(), "http");
    }

    /** One with https. */
    HttpCamera(SSLContext certificate) throws IOException {
        this(certificate.getServerSocketFactory(), "https");
    }

    private HttpCamera(ServerSocketFactory sockets, String scheme) throws IOException {
        this.socket = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.scheme = scheme;
        thread(this::accept);
    }

    HttpCamera on(String path, Answer answer) {
        answers.put(path, answer);
        return this;
    }

    String host() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    String url(String path) {
        return scheme + "://" + host() + path;
    }

    List<Request> requests() {
        return requests;
    }

    /** Connections that the other side has not closed. */
    long open() {
        return connections.stream().filter(connection -> !connection.isClosed()).count();
    }

    private static void thread(Runnable task) {
        Thread thread = new Thread(task, "http-camera");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = socket.accept();
                connections.add(connection);
                thread(() -> serve(connection));
            }
        } catch (IOException e) {
            connections.forEach(HttpCamera::close);
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            BufferedReader in = new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                Map<String, String> headers = new TreeMap<>();
                for (String header = in.readLine(); header != null && !header.isEmpty(); header = in.readLine()) {
                    headers.put(header.substring(0, header.indexOf(':')).toLowerCase(), header.substring(header.indexOf(':') + 1).trim());
                }
                Request request = new Request(line.split(" ")[1], headers);
                requests.add(request);
                OutputStream out = connection.getOutputStream();
                answers.getOrDefault(request.target().split("\\?")[0], (r, o) -> o.write(status("404 Not Found"))).write(request, out);
                out.flush();
            }
        } catch (IOException e) {
            close(connection);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] status(String line, String... headers) {
        List<String> all = new ArrayList<>(List.of("HTTP/1.1 " + line, "Content-Length: 0"));
        all.addAll(List.of(headers));
        return ascii(String.join("\r\n", all) + "\r\n\r\n");
    }

    /** Whether a request's digest is right for this login. @param algorithm MD5, MD5-sess or SHA-256 */
    static boolean digestMatches(Request request, String user, String password, String algorithm) {
        Map<String, String> fields = new TreeMap<>();
        Matcher matcher = Pattern.compile("(\\w+)=(?:\"([^\"]*)\"|([^,\\s]*))")
                .matcher(request.headers().getOrDefault("authorization", ""));
        while (matcher.find()) {
            fields.put(matcher.group(1), matcher.group(2) == null ? matcher.group(3) : matcher.group(2));
        }
        String name = algorithm.startsWith("MD5") ? "MD5" : "SHA-256";
        String ha1 = hash(name, user + ":" + fields.get("realm") + ":" + password);
        if (algorithm.endsWith("-sess")) {
            ha1 = hash(name, ha1 + ":" + fields.get("nonce") + ":" + fields.get("cnonce"));
        }
        String ha2 = hash(name, "GET:" + request.target());
        String qop = fields.get("qop");
        String expected = hash(name, ha1 + ":" + fields.get("nonce") + ":"
                + (qop == null ? "" : fields.get("nc") + ":" + fields.get("cnonce") + ":" + qop + ":") + ha2);
        return user.equals(fields.get("username")) && request.target().equals(fields.get("uri")) && expected.equals(fields.get("response"));
    }

    private static String hash(String algorithm, String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void close(Socket connection) {
        try {
            connection.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        connections.forEach(HttpCamera::close);
    }
}
