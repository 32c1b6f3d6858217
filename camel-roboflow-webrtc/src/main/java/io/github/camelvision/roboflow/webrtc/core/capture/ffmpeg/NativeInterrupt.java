package io.github.camelvision.roboflow.webrtc.core.capture.ffmpeg;

import io.github.camelvision.roboflow.webrtc.core.capture.Interruption;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Pointer;

/** Ends FFmpeg's waits: it asks whenever it waits for the network, on the thread that called it. */
final class NativeInterrupt extends AVIOInterruptCB.Callback_Pointer {

    private static final long serialVersionUID = 1L;
    private static final ThreadLocal<Call> CURRENT = new ThreadLocal<>();
    /** One for all captures: a native function pointer is a scarce thing, and must never be collected. */
    private static final NativeInterrupt CALLBACK = new NativeInterrupt();
    /** What carries media beside the connection that was opened: no protocol that could open another one. */
    private static final String AFTER_CONNECTING = "rtp,udp,srtp";

    /** What the thread is about to do. */
    private static final class Call {
        private final Interruption interruption;
        private AVFormatContext connecting;

        private Call(Interruption interruption) {
            this.interruption = interruption;
        }
    }

    private NativeInterrupt() {}

    /** FFmpeg's calls on this thread end with the interruption, from now on. */
    static void installIn(AVFormatContext context, Interruption interruption) {
        context.interrupt_callback().callback(CALLBACK);
        CURRENT.set(new Call(interruption));
    }

    /**
     * The next connection is the only one that the context may open. FFmpeg follows an RTSP redirect by itself, to any host; its list of
     * protocols is read at each opening, and this takes the connections' protocols off while the first one is being made.
     */
    static void allowOneConnection(AVFormatContext context) {
        CURRENT.get().connecting = context;
    }

    static void forget() {
        CURRENT.remove();
    }

    @Override
    public int call(Pointer opaque) {
        Call current = CURRENT.get();
        if (current == null) {
            return 0;
        }
        if (current.connecting != null) {
            avutil.av_opt_set(current.connecting, "protocol_whitelist", AFTER_CONNECTING, 0);
            current.connecting = null;
        }
        return current.interruption.stopped() || current.interruption.expired() ? 1 : 0;
    }
}
