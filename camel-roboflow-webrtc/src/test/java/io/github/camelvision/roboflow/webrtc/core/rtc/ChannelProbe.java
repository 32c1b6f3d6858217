package io.github.camelvision.roboflow.webrtc.core.rtc;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Records what a channel reports. */
public class ChannelProbe implements RtcChannel.Listener {

    public record Message(byte[] data, boolean binary) {

        String text() {
            return new String(data, StandardCharsets.UTF_8);
        }
    }

    final AtomicInteger opened = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    final AtomicLong bytes = new AtomicLong();
    public final List<Message> messages = new CopyOnWriteArrayList<>();

    @Override
    public void onOpen() {
        opened.incrementAndGet();
    }

    @Override
    public void onClosed() {
        closed.incrementAndGet();
    }

    @Override
    public void onMessage(byte[] data, boolean binary) {
        bytes.addAndGet(data.length);
        messages.add(new Message(data, binary));
    }
}
