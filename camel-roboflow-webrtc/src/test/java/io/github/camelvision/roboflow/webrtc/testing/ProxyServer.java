package io.github.camelvision.roboflow.webrtc.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An HTTP proxy as companies have them: passes requests with absolute URLs on, makes tunnels for CONNECT, and may ask for user name and
 * password. One request a connection.
 */
public final class ProxyServer implements AutoCloseable {

    private final ServerSocket socket;
    private final String login;
    private final List<String> passed = new CopyOnWriteArrayList<>();
    private final List<String> refused = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    /** One that anybody may use. */
    public ProxyServer() {
        this(null);
    }

    /** @param login {@code user:password} that it asks for, as Basic; null: none */
    public ProxyServer(String login) {
        this.login = login == null ? null : "basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread(this::accept);
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** The first lines of the requests that were passed on, such as {@code CONNECT host:443 HTTP/1.1}. */
    public List<String> passed() {
        return passed;
    }

    /** The first lines of the requests that were answered with 407. */
    public List<String> refused() {
        return refused;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = socket.accept();
                open.add(client);
                thread(() -> serve(client));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket client) {
        try (client) {
            InputStream in = client.getInputStream();
            String head = head(in);
            String line = head.lines().findFirst().orElse("");
            if (login != null && !authorised(head)) {
                refused.add(line);
                client.getOutputStream().write(("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"test\"\r\n"
                        + "Content-Length: 0\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
                client.shutdownOutput();
                in.transferTo(OutputStream.nullOutputStream());
                return;
            }
            passed.add(line);
            String[] words = line.split(" ");
            if (words[0].equals("CONNECT")) {
                int colon = words[1].lastIndexOf(':');
                try (Socket server = connect(words[1].substring(0, colon), Integer.parseInt(words[1].substring(colon + 1)))) {
                    client.getOutputStream().write("HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
                    both(client, server);
                }
            } else {
                URI url = URI.create(words[1]);
                try (Socket server = connect(url.getHost(), url.getPort() < 0 ? 80 : url.getPort())) {
                    String rest = url.getRawPath() + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery());
                    String own = head.replaceAll("(?im)^(proxy-[a-z-]+|connection):[^\r]*\r\n", "")
                            .replaceFirst("\r\n", "\r\nConnection: close\r\n");
                    server.getOutputStream().write(own.replace(line, words[0] + " " + rest + " HTTP/1.1")
                            .getBytes(StandardCharsets.ISO_8859_1));
                    both(client, server);
                }
            }
        } catch (IOException e) {
            // one of the two has left
        } finally {
            open.remove(client);
        }
    }

    private boolean authorised(String head) {
        return head.lines().anyMatch(header -> header.toLowerCase(Locale.ROOT).startsWith("proxy-authorization:")
                && header.substring(20).strip().regionMatches(true, 0, login, 0, 6) && header.endsWith(login.substring(6)));
    }

    private Socket connect(String host, int port) throws IOException {
        Socket server = new Socket(host, port);
        open.add(server);
        return server;
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            head.write(next);
            if (next == '\n' && head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                break;
            }
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private static void both(Socket client, Socket server) throws IOException {
        thread(() -> {
            try {
                client.getInputStream().transferTo(server.getOutputStream());
                server.shutdownOutput();
            } catch (IOException e) {
                // one of the two has left
            }
        });
        server.getInputStream().transferTo(client.getOutputStream());
    }

    private static void thread(Runnable task) {
        Thread thread = new Thread(task, "proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            socket.close();
            for (Socket each : open) {
                each.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
