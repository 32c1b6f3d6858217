package io.github.camelvision.roboflow.webrtc.core.rtc.engine;

import dev.onvoid.webrtc.RTCDataChannelBuffer;
import dev.onvoid.webrtc.RTCDataChannelObserver;
import io.github.camelvision.roboflow.webrtc.core.rtc.engine.factory.CallbackGuard;
import io.github.camelvision.roboflow.webrtc.core.rtc.engine.factory.NativeFactory;

/**
 * The native observer of a channel. libwebrtc's binding never frees it, so it forgets the channel, and with it the session, when
 * the channel is shut.
 */
final class ChannelEvents implements RTCDataChannelObserver {

    private volatile NativeChannel channel;
    private volatile NativeFactory factory;

    ChannelEvents(NativeChannel channel, NativeFactory factory) {
        this.channel = channel;
        this.factory = factory;
    }

    void mute() {
        channel = null;
        factory = null;
    }

    @Override
    public void onBufferedAmountChange(long previousAmount) {
        // Never called by webrtc-java 0.14.0.
    }

    @Override
    public void onStateChange() {
        CallbackGuard.run("onStateChange", () -> {
            NativeChannel target = channel;
            if (target != null) {
                target.stateChanged();
            }
        });
    }

    @Override
    public void onMessage(RTCDataChannelBuffer buffer) {
        CallbackGuard.run("onMessage", () -> {
            NativeChannel target = channel;
            NativeFactory counter = factory;
            if (target == null || counter == null) {
                return;
            }
            counter.countMessage();
            byte[] copy = new byte[buffer.data.remaining()];
            buffer.data.get(copy);
            target.received(copy, buffer.binary);
        });
    }
}
