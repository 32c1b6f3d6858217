package io.github.camelvision.roboflow.webrtc.core.media;

import io.github.camelvision.roboflow.webrtc.core.error.NativeException;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.media.image.ImageHeader;
import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * One image through one of FFmpeg's codecs. Context, packet and frame live for the call only: opening an image codec costs about
 * 0.05 ms, and nothing native outlives the call or is shared between threads.
 */
final class NativeCodec {

    private NativeCodec() {}

    /**
     * @param id one of {@code avcodec.AV_CODEC_ID_*}
     * @param options sets quality and options on the context before it is opened
     */
    static byte[] encode(int id, NativeFrame frame, Consumer<AVCodecContext> options) {
        AVCodec codec = found(avcodec.avcodec_find_encoder(id), id);
        AVCodecContext context = Ffmpeg.allocated(avcodec.avcodec_alloc_context3(codec), "an encoder");
        AVPacket packet = null;
        try {
            packet = Ffmpeg.allocated(avcodec.av_packet_alloc(), "a packet");
            context.width(frame.av().width()).height(frame.av().height()).pix_fmt(frame.av().format())
                    .color_range(frame.av().color_range()).thread_count(1);
            context.time_base().num(1).den(1);
            options.accept(context);
            checkEncoded(avcodec.avcodec_open2(context, codec, (AVDictionary) null), frame);
            checkEncoded(avcodec.avcodec_send_frame(context, frame.av()), frame);
            checkEncoded(avcodec.avcodec_receive_packet(context, packet), frame);
            byte[] file = new byte[packet.size()];
            packet.data().capacity(file.length).asByteBuffer().get(file);
            return file;
        } finally {
            avcodec.av_packet_free(packet);
            avcodec.avcodec_free_context(context);
        }
    }

    private static void checkEncoded(int result, NativeFrame frame) {
        if (result < 0) {
            throw new NativeException("FFmpeg cannot encode an image of " + frame.av().width() + "x" + frame.av().height() + ": "
                    + Ffmpeg.message(result));
        }
    }

    /** @throws SourceException not retryable, when the file is damaged; retryable, when there is no memory for it at present */
    static Frame decode(int id, ImageHeader header, byte[] file) {
        try (MemoryBudget.Account memory = MemoryBudget.nativeMemory().account("The decoder of an image")) {
            if (!memory.take(header.bytes())) {
                throw new SourceException(memory.refusal(header.bytes()), true);
            }
            return decodeHeld(id, header, file);
        }
    }

    private static Frame decodeHeld(int id, ImageHeader header, byte[] file) {
        AVCodec codec = found(avcodec.avcodec_find_decoder(id), id);
        AVCodecContext context = Ffmpeg.allocated(avcodec.avcodec_alloc_context3(codec), "a decoder");
        AVPacket packet = null;
        try (NativeFrame frame = NativeFrame.empty()) {
            packet = Ffmpeg.allocated(avcodec.av_packet_alloc(), "a packet");
            // The header was checked before; this holds for every size the decoder meets further on.
            context.thread_count(1).max_pixels(ImageHeader.MAX_PIXELS).err_recognition(avcodec.AV_EF_EXPLODE);
            checkDecoded(avcodec.avcodec_open2(context, codec, (AVDictionary) null), header);
            checkDecoded(avcodec.av_new_packet(packet, file.length), header);
            packet.data().capacity(file.length).asByteBuffer().put(file);
            checkDecoded(avcodec.avcodec_send_packet(context, packet), header);
            checkDecoded(avcodec.avcodec_send_packet(context, null), header);
            checkDecoded(avcodec.avcodec_receive_frame(context, frame.av()), header);
            if (frame.av().decode_error_flags() != 0) {
                throw new SourceException("The " + header.format() + " image is damaged", false);
            }
            UprightFrame.note(frame.av(), UprightFrame.noted(id, packet));
            return UprightFrame.toFrame(frame.av(), Frame.NO_PTS);
        } finally {
            avcodec.av_packet_free(packet);
            avcodec.avcodec_free_context(context);
        }
    }

    private static void checkDecoded(int result, ImageHeader header) {
        if (result == avutil.AVERROR_EOF()) {
            throw new SourceException("The " + header.format() + " image cannot be decoded: nothing to show is in it", false);
        }
        if (result < 0) {
            throw new SourceException("The " + header.format() + " image of " + header.width() + "x" + header.height()
                    + " is damaged or cut off: " + Ffmpeg.message(result), false);
        }
    }

    private static AVCodec found(AVCodec codec, int id) {
        if (codec == null) {
            throw new NativeException("This build of FFmpeg lacks the image codec " + avcodec.avcodec_get_name(id).getString());
        }
        return codec;
    }
}
