package io.github.camelvision.roboflow.webrtc.examples.browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;

/** The npm packages of package.json, installed under target/node with the machine's npm. */
final class NodePackages {

    private static final int INSTALL_SECONDS = 300;

    private NodePackages() {}

    /** The directory that has node_modules; packages are installed now when those of this lock file are not there. */
    static synchronized Path install() throws IOException, InterruptedException {
        Path directory = Files.createDirectories(Path.of("target", "node").toAbsolutePath());
        Path lock = Path.of("package-lock.json");
        Path done = directory.resolve("installed.json");
        if (Files.exists(done) && Files.mismatch(done, lock) < 0) {
            return directory;
        }
        for (Path file : new Path[] {Path.of("package.json"), lock}) {
            Files.copy(file, directory.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        Path log = directory.resolve("npm.log");
        Process npm = new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund").directory(directory.toFile())
                .redirectErrorStream(true).redirectOutput(log.toFile()).start();
        if (!npm.waitFor(INSTALL_SECONDS, TimeUnit.SECONDS)) {
            npm.destroyForcibly();
            throw new IOException("npm ci did not end within " + INSTALL_SECONDS + " s: " + Files.readString(log));
        }
        if (npm.exitValue() != 0) {
            throw new IOException("npm ci failed: " + Files.readString(log));
        }
        Files.copy(lock, done, StandardCopyOption.REPLACE_EXISTING);
        return directory;
    }

    /** The browser SDK, one ES module without imports. */
    static Path sdk() throws IOException, InterruptedException {
        return install().resolve("node_modules/@roboflow/inference-sdk/dist/index.es.js");
    }
}
