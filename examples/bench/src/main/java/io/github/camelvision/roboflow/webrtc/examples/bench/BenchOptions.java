package io.github.camelvision.roboflow.webrtc.examples.bench;

import java.nio.file.Path;

/** @param directory for the test video */
record BenchOptions(int width, int height, int frames, int rounds, Path directory, boolean help) {

    static BenchOptions parse(String... args) {
        int width = 640;
        int height = 480;
        int frames = 600;
        int rounds = 1;
        Path directory = Path.of("target");
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals("--help") || args[i].equals("-h")) {
                return new BenchOptions(width, height, frames, rounds, directory, true);
            }
            String value = i + 1 < args.length ? args[i + 1] : "";
            switch (args[i++]) {
                case "--frames" -> frames = number("--frames", value, 10, 100_000);
                case "--rounds" -> rounds = number("--rounds", value, 1, 100);
                case "--output" -> directory = Path.of(value);
                case "--size" -> {
                    String[] sides = value.split("x");
                    if (sides.length != 2) {
                        throw new IllegalArgumentException("--size needs WIDTHxHEIGHT, such as 1280x720");
                    }
                    width = number("--size", sides[0], 64, 4096) & ~1;
                    height = number("--size", sides[1], 64, 4096) & ~1;
                }
                default -> throw new IllegalArgumentException("unknown option " + args[i - 1] + "; see --help");
            }
        }
        return new BenchOptions(width, height, frames, rounds, directory, false);
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
