package io.github.camelvision.roboflow.webrtc.testing;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.rtc.IceConfig;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcChannel;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeer;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcRuntime;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A real offer with one data channel, of a client that will never connect. */
public final class Offer {

    private Offer() {}

    public static String make() {
        RtcRuntime runtime = RtcRuntime.shared();
        RtcPeer peer = runtime.newPeer(IceConfig.NONE, new RtcPeer.Listener() {
            @Override
            public void onConnectionState(RtcPeer.ConnectionState state) {
                // it never connects
            }

            @Override
            public void onRemoteChannel(RtcChannel channel) {
                throw new AssertionError("Nobody is connected");
            }

            @Override
            public void onVideoFrame(Frame frame, long rtpTimestamp) {
                throw new AssertionError("Nobody is connected");
            }
        });
        try {
            peer.createChannel("inference", new RtcChannel.Listener() {
                @Override
                public void onOpen() {
                    throw new AssertionError("Nobody is connected");
                }

                @Override
                public void onClosed() {
                    // by the peer's closing
                }

                @Override
                public void onMessage(byte[] data, boolean binary) {
                    throw new AssertionError("Nobody is connected");
                }
            });
            return peer.createOffer(Duration.ofSeconds(2)).orTimeout(20, TimeUnit.SECONDS).join();
        } finally {
            peer.close();
            runtime.close();
        }
    }
}
