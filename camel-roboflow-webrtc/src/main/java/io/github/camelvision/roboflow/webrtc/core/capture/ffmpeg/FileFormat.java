package io.github.camelvision.roboflow.webrtc.core.capture.ffmpeg;

import io.github.camelvision.roboflow.webrtc.core.error.FileTrouble;
import io.github.camelvision.roboflow.webrtc.core.capture.CaptureInput;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVProbeData;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.javacpp.BytePointer;

/**
 * The format of a file by its content alone. Only containers and elementary streams that hold their video themselves are taken:
 * playlists (HLS, DASH, concat, SDP, image sequences) would let a file make this machine read other files or addresses.
 */
final class FileFormat {

    /** FFmpeg's names, of which one demuxer may have several. */
    private static final Set<String> KNOWN = Set.of("mov", "matroska", "avi", "mpegts", "mpeg", "mpegvideo", "flv", "live_flv", "ogg",
            "asf", "h264", "hevc", "vvc", "h263", "m4v", "vc1", "ivf", "obu", "gif", "apng", "mjpeg", "mpjpeg", "mxf", "nut", "rm", "wtv",
            "dv", "swf", "yuv4mpegpipe", "dhav", "png_pipe", "bmp_pipe", "tiff_pipe", "webp_pipe");
    private static final String KNOWN_SHOWN = "MP4, MOV, 3GP, MKV, WebM, AVI, MPEG-TS, MPEG-PS, FLV, Ogg, ASF/WMV, MXF, NUT, RealMedia,"
            + " WTV, DV, DAV, GIF, APNG, IVF, Y4M, and raw H.264, H.265, H.266, AV1, MPEG-1/2/4, VC-1 and MJPEG";
    private static final int HEAD = 1 << 20;
    private static final byte[] MOVIE = "ftyp".getBytes(StandardCharsets.US_ASCII);
    private static final int BOX_HEADER = 8;

    private FileFormat() {}

    /**
     * @return FFmpeg's name for {@code av_find_input_format}
     * @throws SourceException when the format is none of those that are known, or nothing is there
     */
    static String of(CaptureInput file) {
        byte[] head = head(file);
        if (head.length == 0) {
            throw new SourceException(file + " is empty", false);
        }
        String found = probe(head);
        if (found == null) {
            throw new SourceException(file + " is of no video format that is known here. Known are " + KNOWN_SHOWN, false);
        }
        // FFmpeg takes JPEGs in a row for a list of images
        List<String> names = List.of("jpeg_pipe".equals(found) ? new String[] {"mjpeg"} : found.split(","));
        return names.stream().filter(KNOWN::contains).findFirst().orElseThrow(() -> new SourceException(
                file + " is of the format " + found + ", which is not read. Known are " + KNOWN_SHOWN, false));
    }

    /** Whether the file begins as MP4 does: what cannot be opened then lacks its index, which a recorder writes last. */
    static boolean isMovie(CaptureInput file) {
        byte[] head = head(file);
        return head.length >= BOX_HEADER && java.util.Arrays.equals(head, MOVIE.length, BOX_HEADER, MOVIE, 0, MOVIE.length);
    }

    private static byte[] head(CaptureInput file) {
        try (InputStream in = Files.newInputStream(Path.of(file.url()))) {
            return in.readNBytes(HEAD);
        } catch (IOException e) {
            throw new SourceException(file + " cannot be read: " + FileTrouble.of(e), false, e);
        }
    }

    private static String probe(byte[] head) {
        try (AVProbeData data = new AVProbeData(); BytePointer bytes = new BytePointer(head.length + avformat.AVPROBE_PADDING_SIZE);
                BytePointer noName = new BytePointer("")) {
            bytes.fill(0);
            bytes.put(head, 0, head.length);
            data.buf(bytes).buf_size(head.length).filename(noName);
            AVInputFormat format = avformat.av_probe_input_format2(data, 1, new int[1]);
            return format == null ? null : format.name().getString();
        }
    }
}
