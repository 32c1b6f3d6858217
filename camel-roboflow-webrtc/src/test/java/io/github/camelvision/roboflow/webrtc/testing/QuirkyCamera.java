package io.github.camelvision.roboflow.webrtc.testing;

import java.util.ArrayList;
import java.util.List;

/**
 * A camera of CameraQuirksIT, a row of the second table of docs/sources.adoc.
 *
 * @param kind RTSP or MJPEG
 * @param title the row's name
 * @param source option {@code source}: who reads it
 * @param habit of rtsp_camera.py or mjpeg_camera.py
 * @param login whether the URL has user name and password
 * @param listener which port: {@code tcp}, {@code tls} or {@code ipv6}
 * @param refused words of the error; empty when its frames must arrive
 * @param results how many must arrive
 */
public record QuirkyCamera(String kind, String title, String source, String habit, boolean login, String listener, String refused,
        int results) {

    public static final int ENOUGH = 25;
    /** So that some come from behind the event at frame 20 or 30. */
    public static final int MORE = 50;

    private static final String RTSP = "RTSP";
    private static final String MJPEG = "MJPEG";
    /** Percent-encoded {@code operator} and {@code p@ss:w/rd#1%&+}. */
    private static final String LOGIN = "operator:p%40ss%3Aw%2Frd%231%25%26%2B@";

    public static List<QuirkyCamera> all() {
        List<QuirkyCamera> cameras = new ArrayList<>();
        for (String source : List.of("rtsp", "stream")) {
            rtsp(cameras, source);
        }
        for (String source : List.of("mjpeg", "stream")) {
            mjpeg(cameras, source);
        }
        return cameras;
    }

    private static void rtsp(List<QuirkyCamera> cameras, String source) {
        QuirkyCamera plain = new QuirkyCamera(RTSP, "H.264", source, "plain", false, "tcp", "", ENOUGH);
        cameras.add(plain);
        cameras.add(plain.named("H.265", "h265"));
        cameras.add(plain.named("ONVIF metadata beside the video", "metadata"));
        cameras.add(plain.named("ONVIF metadata before the video", "metadata-first"));
        cameras.add(plain.named("sound beside the video", "audio"));
        cameras.add(plain.named("sound, video and metadata", "all"));
        cameras.add(plain.named("two videos", "two-videos"));
        cameras.add(plain.named("TCP alone", "tcp-alone"));
        cameras.add(plain.named("UDP alone", "udp-alone"));
        cameras.add(plain.named("IPv6", "plain").at("ipv6"));
        cameras.add(plain.named("RTSPS, a certificate that nobody signed", "plain").at("tls").refusing("not trusted"));
        cameras.add(plain.named("basic authentication, a password with every special character", "basic").withLogin());
        cameras.add(plain.named("MD5 digest", "md5").withLogin());
        cameras.add(plain.named("MD5 digest with qop", "md5-qop").withLogin());
        cameras.add(plain.named("SHA-256 and MD5 digest", "both-digests").withLogin());
        cameras.add(plain.named("SHA-256 digest alone", "sha256").withLogin().refusing("SHA-256"));
        cameras.add(plain.named("no password given", "basic").refusing("password"));
        cameras.add(plain.named("no such path", "nothing").refusing("path"));
        cameras.add(plain.named("10 frames a second", "slow"));
        cameras.add(plain.named("begins inside a group of pictures", "mid-gop"));
        cameras.add(plain.named("parameter sets in the stream alone", "in-band"));
        cameras.add(plain.named("redirects", "redirect"));
        cameras.add(plain.named("the size changes", "resize").lasting());
        cameras.add(plain.named("vanishes and comes back", "vanish").lasting());
        cameras.add(plain.named("freezes", "freeze").lasting());
        cameras.add(plain.named("answers a byte every 2 s", "drip").refusing("did not answer"));
    }

    private static void mjpeg(List<QuirkyCamera> cameras, String source) {
        QuirkyCamera plain = new QuirkyCamera(MJPEG, "image/jpeg with a length", source, "plain", false, "tcp", "", ENOUGH);
        cameras.add(plain);
        cameras.add(plain.named("image/jpeg; charset=…", "charset"));
        cameras.add(plain.named("image/jpg", "jpg"));
        cameras.add(plain.named("no type", "no-type"));
        cameras.add(plain.named("no length", "no-length"));
        cameras.add(plain.named("neither type nor length", "no-head"));
        cameras.add(plain.named("quoted boundary", "quoted"));
        cameras.add(plain.named("boundary with its dashes", "dashes"));
        cameras.add(plain.named("multipart/mixed", "mixed"));
        cameras.add(plain.named("headers in upper case", "upper"));
        cameras.add(plain.named("time stamps among the headers", "stamped"));
        cameras.add(plain.named("every third frame cut off", "truncated"));
        cameras.add(plain.named("odd size", "odd"));
        cameras.add(plain.named("4:2:2", "j422"));
        cameras.add(plain.named("4:4:4", "j444"));
        cameras.add(plain.named("redirects", "redirect"));
        cameras.add(plain.named("basic authentication, a password with every special character", "basic").withLogin());
        cameras.add(plain.named("MD5 digest", "md5").withLogin());
        cameras.add(plain.named("SHA-256 digest", "sha256").withLogin());
        cameras.add(plain.named("no password given", "basic").refusing("password"));
        cameras.add(plain.named("no such path", "nothing").refusing("404"));
        cameras.add(plain.named("snapshot: one image at a time", "snapshot"));
        cameras.add(plain.named("the size changes", "resize").lasting());
        cameras.add(plain.named("vanishes and comes back", "vanish").lasting());
        cameras.add(plain.named("freezes", "freeze").lasting());
        cameras.add(plain.named("answers a byte every 2 s", "drip").refusing("did not answer"));
    }

    private QuirkyCamera named(String newTitle, String newHabit) {
        return new QuirkyCamera(kind, newTitle, source, newHabit, login, listener, refused, results);
    }

    private QuirkyCamera at(String newListener) {
        return new QuirkyCamera(kind, title, source, habit, login, newListener, refused, results);
    }

    private QuirkyCamera withLogin() {
        return new QuirkyCamera(kind, title, source, habit, true, listener, refused, results);
    }

    private QuirkyCamera refusing(String words) {
        return new QuirkyCamera(kind, title, source, habit, login, listener, words, 0);
    }

    private QuirkyCamera lasting() {
        return new QuirkyCamera(kind, title, source, habit, login, listener, refused, MORE);
    }

    /** Whether its frames are those of one recording, without a beginning in the middle, so that the numbers tell how many were sent. */
    public boolean uninterrupted() {
        return !List.of("vanish", "freeze", "snapshot").contains(habit);
    }

    public String url(int tcp, int tls, int ipv6) {
        String scheme = kind.equals(MJPEG) ? "http" : listener.equals("tls") ? "rtsps" : "rtsp";
        String host = listener.equals("ipv6") ? "[::1]:" + ipv6 : "127.0.0.1:" + (listener.equals("tls") ? tls : tcp);
        return scheme + "://" + (login ? LOGIN : "") + host + "/" + habit;
    }

    @Override
    public String toString() {
        return kind + " by source=" + source + ": " + title;
    }
}
