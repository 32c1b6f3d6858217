package io.github.camelvision.roboflow.webrtc.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Session descriptions as nobody makes them, of ones that somebody made. */
public final class SdpMutations {

    private static final int MOST = 3;
    private static final int LONG_LINE = 20_000;
    private static final int MANY_LINES = 300;
    private static final List<String> NUMBERS = List.of("0", "-1", "65536", "4294967296", "99999999999999999999", "");
    private static final List<String> HOME = List.of("127.0.0.1", "127.0.0.1", "127.0.0.1", "0.0.0.0", "::1", "300.1.1.1", "::::", "-");

    private final Random random;

    public SdpMutations(long seed) {
        random = new Random(seed);
    }

    /** @param name of a recorded description in the resources {@code sdp}, whose lines end as Git likes them */
    public static String recorded(String name) {
        try (InputStream in = SdpMutations.class.getResourceAsStream("/sdp/" + name + ".sdp")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("\\R", "\r\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With one to three changes. What it says to connect to stays on this machine. */
    public String mutated(String sdp) {
        List<String> lines = new ArrayList<>(List.of(sdp.split("\r\n")));
        int changes = 1 + random.nextInt(MOST);
        for (int i = 0; i < changes; i++) {
            change(lines, random.nextInt(lines.size()));
            if (lines.isEmpty()) {
                lines.add("v=0");
            }
        }
        lines.replaceAll(this::home);
        return String.join("\r\n", lines) + "\r\n";
    }

    private void change(List<String> lines, int at) {
        String line = lines.get(at);
        int other = random.nextInt(lines.size());
        switch (random.nextInt(11)) {
            case 0 -> lines.remove(at);
            case 1 -> lines.add(other, line);
            case 2 -> Collections.swap(lines, at, other);
            case 3 -> lines.set(at, line.substring(0, random.nextInt(line.length() + 1)));
            case 4 -> lines.set(at, line.replaceAll("[0-9]+", NUMBERS.get(random.nextInt(NUMBERS.size()))));
            case 5 -> lines.set(at, withOtherCharacter(line));
            case 6 -> lines.set(at, line + "x".repeat(random.nextInt(LONG_LINE)));
            case 7 -> lines.addAll(at, Collections.nCopies(MANY_LINES, line));
            case 8 -> lines.set(at, line.replace("VP8", "H264").replace("sctp", "rtp").replace("video", "audio")
                    .replace("sendrecv", "inactive").replace("actpass", "passive"));
            case 9 -> lines.addAll(new ArrayList<>(lines.subList(Math.min(at, other), Math.max(at, other))));
            default -> lines.set(at, line.replace(" ", random.nextBoolean() ? "  " : ""));
        }
    }

    private String withOtherCharacter(String line) {
        char[] characters = line.toCharArray();
        if (characters.length > 0) {
            characters[random.nextInt(characters.length)] = (char) random.nextInt(300);
        }
        return new String(characters);
    }

    /** A candidate of another machine would be connected to, and a name looked up. */
    private String home(String line) {
        if (!line.toLowerCase(Locale.ROOT).contains("candidate:")) {
            return line;
        }
        String[] words = line.split(" ", -1);
        for (int i = 0; i < words.length; i++) {
            boolean address = words[i].matches(".*[0-9a-zA-Z]+[.:].*") && i > 0;
            if (address || i == 4) {
                words[i] = HOME.get(random.nextInt(HOME.size()));
            }
        }
        return String.join(" ", Arrays.asList(words));
    }
}
