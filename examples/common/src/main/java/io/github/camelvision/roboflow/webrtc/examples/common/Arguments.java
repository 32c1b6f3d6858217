package io.github.camelvision.roboflow.webrtc.examples.common;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** A command line of {@code --option value} pairs; later ones win. Errors are {@link ExampleException}s naming the option. */
public final class Arguments {

    private final Map<String, String> values;
    private final boolean help;

    private Arguments(Map<String, String> values, boolean help) {
        this.values = values;
        this.help = help;
    }

    /** @param known the options there are, with their dashes; {@code --help} and {@code -h} need not be among them */
    public static Arguments parse(Set<String> known, String... args) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < args.length; i++) {
            String option = args[i];
            if ("--help".equals(option) || "-h".equals(option)) {
                return new Arguments(values, true);
            }
            if (!known.contains(option)) {
                throw new ExampleException("unknown option " + option + "; see run.sh --help");
            }
            if (i + 1 == args.length || args[i + 1].isBlank()) {
                throw new ExampleException(option + " needs a value; see run.sh --help");
            }
            values.put(option, args[++i]);
        }
        return new Arguments(values, false);
    }

    public boolean help() {
        return help;
    }

    /** @return the value, or what to use without it, which may be null */
    public String text(String option, String otherwise) {
        return values.getOrDefault(option, otherwise);
    }

    public int number(String option, int otherwise, int least, int most) {
        String value = values.get(option);
        if (value == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new ExampleException(option + " is a number from " + least + " to " + most + ", not " + value, e);
        }
        throw new ExampleException(option + " is a number from " + least + " to " + most + ", not " + value);
    }

    /** @return an absolute path, or null without the option */
    public Path readableFile(String option) {
        String value = values.get(option);
        if (value == null) {
            return null;
        }
        Path file = path(option, value);
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new ExampleException(option + " " + value + (Files.isDirectory(file) ? " is a directory; name a file in it"
                    : Files.exists(file) ? " is not a readable file" : " does not exist"));
        }
        return file;
    }

    /** @return an absolute path, not yet made */
    public Path directory(String option, String otherwise) {
        return path(option, values.getOrDefault(option, otherwise));
    }

    private static Path path(String option, String value) {
        try {
            return Path.of(value).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new ExampleException(option + " " + value + " is not a path: " + e.getReason(), e);
        }
    }
}
