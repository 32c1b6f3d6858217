package io.github.camelvision.roboflow.webrtc.core.capture;

import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext.Get_buffer2_AVCodecContext_AVFrame_int;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avformat.Read_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * How much memory a decoder may take for its frames. A file of a few hundred bytes can declare frames of gigabytes, so each is
 * measured, with the depth of its pixels, before any memory is taken for it.
 */
public final class FrameBudget implements AutoCloseable {

    /** As the image decoder's cap: 64 megapixels. */
    public static final long MOST_PIXELS = 64L * 1024 * 1024;
    static final String RULE = "at most 64 megapixels and 128 MiB each";
    private static final long MOST_BYTES = 128L * 1024 * 1024;
    /** With the frames that the decoder keeps to predict others from. */
    private static final long MOST_BYTES_KEPT = 6 * MOST_BYTES;

    private static final Map<Long, FrameBudget> ALL = new ConcurrentHashMap<>();
    private static final AtomicLong NUMBERS = new AtomicLong();
    /** One for all decoders: a native function pointer is a scarce thing, and must never be collected. */
    private static final Callback CALLBACK = new Callback();
    private static final Get_buffer2_AVCodecContext_AVFrame_int FUNCTION = new Get_buffer2_AVCodecContext_AVFrame_int(CALLBACK);

    private final long number = NUMBERS.incrementAndGet();
    private final MemoryBudget.Account memory = MemoryBudget.nativeMemory().account("The decoder of a video");
    private volatile String refused;
    private volatile String overBudget;
    private long claimed;

    /**
     * Called by the decoder's own threads. JavaCPP makes no callback of the type of {@code get_buffer2}; this type has the same signature,
     * two pointers and an int.
     */
    private static final class Callback extends Read_packet_Pointer_BytePointer_int {

        private static final long serialVersionUID = 1L;

        @Override
        public int call(Pointer context, BytePointer frame, int flags) {
            AVCodecContext decoder = new AVCodecContext(context);
            AVFrame next = new AVFrame(frame);
            Pointer owner = decoder.opaque();
            FrameBudget budget = owner == null ? null : ALL.get(owner.address());
            if (budget != null && budget.refuses(next, Math.max(decoder.refs(), decoder.has_b_frames()))) {
                return org.bytedeco.ffmpeg.presets.avutil.AVERROR_ENOMEM();
            }
            return avcodec.avcodec_default_get_buffer2(decoder, next, flags);
        }
    }

    /** A number that looks like a pointer: the decoder's threads have contexts of their own, which all carry it. */
    private static final class Tag extends Pointer {

        private static final long serialVersionUID = 1L;

        private Tag(long number) {
            address = number;
        }
    }

    /** Before the decoder is opened. */
    public void installIn(AVCodecContext decoder) {
        ALL.put(number, this);
        decoder.max_pixels(MOST_PIXELS);
        decoder.opaque(new Tag(number));
        decoder.get_buffer2(FUNCTION);
    }

    private boolean refuses(AVFrame next, int kept) {
        long bytes = avutil.av_image_get_buffer_size(next.format(), next.width(), next.height(), 1);
        boolean tooMuch = bytes < 0 || bytes > MOST_BYTES || bytes * (1 + kept) > MOST_BYTES_KEPT;
        if (tooMuch) {
            refused = next.width() + "x" + next.height() + " pixels, " + (Math.max(0, bytes) >> 20) + " MiB each"
                    + (bytes > MOST_BYTES ? "" : ", of which the decoder keeps " + (1 + kept));
        }
        return tooMuch || !claim(bytes * (1 + kept));
    }

    /** Of several threads of one decoder, too. */
    private synchronized boolean claim(long needed) {
        long more = needed - claimed;
        if (more <= 0) {
            return true;
        }
        if (!memory.take(more)) {
            overBudget = memory.refusal(more);
            return false;
        }
        claimed = needed;
        return true;
    }

    /** Why there is no memory for its frames at present; null when there is. */
    public String overBudget() {
        return overBudget;
    }

    /** The size of a frame that was refused; null if none was. */
    public String refused() {
        return refused;
    }

    @Override
    public void close() {
        ALL.remove(number);
        memory.close();
    }
}
