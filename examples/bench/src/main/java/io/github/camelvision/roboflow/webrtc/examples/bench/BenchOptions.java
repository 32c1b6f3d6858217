package io.github.camelvision.roboflow.webrtc.examples.bench;

import java.nio.file.Path;
import java.util.List;

/**
 * @param directory for the test videos
 * @param home      the repository
 * @param warmUp    rounds that do not count
 * @param jobs      empty is all
 * @param json      null is none
 * @param profile   whether to tell where time goes
 */
record BenchOptions(int width, int height, int frames, int rounds, int warmUp, Path directory, Path home, List<String> jobs, Path json,
        boolean oneProcess, boolean profile, boolean help) {

    static BenchOptions parse(String... args) {
        int width = 640;
        int height = 480;
        int frames = 300;
        int rounds = 3;
        int warmUp = 2;
        Path directory = Path.of("target");
        Path home = Path.of(".");
        List<String> jobs = List.of();
        Path json = null;
        boolean oneProcess = false;
        boolean profile = false;
        boolean help = false;
        for (int i = 0; i < args.length; i++) {
            String value = i + 1 < args.length ? args[i + 1] : "";
            boolean takesValue = true;
            switch (args[i]) {
                case "--help", "-h" -> {
                    help = true;
                    takesValue = false;
                }
                case "--one-process" -> {
                    oneProcess = true;
                    takesValue = false;
                }
                case "--profile" -> {
                    profile = true;
                    takesValue = false;
                }
                case "--frames" -> frames = number("--frames", value, 10, 100_000);
                case "--rounds" -> rounds = number("--rounds", value, 1, 100);
                case "--warm-up" -> warmUp = number("--warm-up", value, 0, 100);
                case "--output" -> directory = path("--output", value);
                case "--home" -> home = path("--home", value);
                case "--json" -> json = path("--json", value);
                case "--jobs" -> jobs = List.of(value.split(","));
                case "--size" -> {
                    String[] sides = value.split("x");
                    if (sides.length != 2) {
                        throw new IllegalArgumentException("--size needs WIDTHxHEIGHT, such as 1280x720");
                    }
                    width = number("--size", sides[0], 64, 4096) & ~1;
                    height = number("--size", sides[1], 64, 4096) & ~1;
                }
                default -> throw new IllegalArgumentException("unknown option " + args[i] + "; see --help");
            }
            i += takesValue ? 1 : 0;
        }
        return new BenchOptions(width, height, frames, rounds, warmUp, directory, home, jobs, json, oneProcess, profile, help);
    }

    private static Path path(String option, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(option + " needs a path");
        }
        return Path.of(value);
    }

    private static int number(String option, String value, int least, int most) {
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // answered below, as any other wrong value
        }
        throw new IllegalArgumentException(option + " needs a number from " + least + " to " + most + ", not '" + value + "'");
    }
}
