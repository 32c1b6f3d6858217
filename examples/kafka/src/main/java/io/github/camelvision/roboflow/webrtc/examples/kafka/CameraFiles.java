package io.github.camelvision.roboflow.webrtc.examples.kafka;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A file of JSON lines for each camera. Thread safe. */
final class CameraFiles implements AutoCloseable {

    private final Map<String, OutputStream> files = new HashMap<>();

    CameraFiles(Path directory, List<String> cameras) throws IOException {
        for (String camera : cameras) {
            files.put(camera, new BufferedOutputStream(Files.newOutputStream(directory.resolve(camera + ".jsonl"))));
        }
    }

    synchronized void add(String camera, byte[] json) throws IOException {
        OutputStream file = files.get(camera);
        for (byte b : json) {
            // Between JSON's tokens a line break is only space; here it would end the line.
            file.write(b == '\n' || b == '\r' ? ' ' : b);
        }
        file.write('\n');
    }

    @Override
    public synchronized void close() throws IOException {
        for (OutputStream file : files.values()) {
            file.close();
        }
    }
}
