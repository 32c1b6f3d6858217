package io.github.camelvision.roboflow.webrtc.core.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Reads what src/test/python/golden_wire.py wrote. */
final class GoldenWire {

    private GoldenWire() {}

    static byte[] bytes(String name) {
        try (InputStream in = GoldenWire.class.getResourceAsStream("/wire/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<byte[]> messages(String name) {
        ByteBuffer all = ByteBuffer.wrap(bytes(name)).order(ByteOrder.LITTLE_ENDIAN);
        List<byte[]> messages = new ArrayList<>();
        while (all.hasRemaining()) {
            byte[] message = new byte[all.getInt()];
            all.get(message);
            messages.add(message);
        }
        return messages;
    }

    static byte[] pattern(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 31 + i / 251);
        }
        return bytes;
    }
}
