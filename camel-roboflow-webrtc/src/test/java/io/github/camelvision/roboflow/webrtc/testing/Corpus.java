package io.github.camelvision.roboflow.webrtc.testing;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The files of CorpusIT, the first table of docs/sources.adoc. */
public final class Corpus {

    private static final String H264 = "-c:v libx264 -preset ultrafast -crf 18 -pix_fmt yuv420p";
    private static final String H265 = "-c:v libx265 -preset ultrafast -crf 18 -x265-params log-level=none";
    private static final String MPEG2 = "-c:v mpeg2video -q:v 2";
    private static final String AV1 = "-c:v libsvtav1 -preset 12 -crf 25";
    private static final String SMALL = "-s 160x120 ";
    /** A frame of 256 colours, without dithering. */
    private static final String PALETTE = "-vf scale=160:120,hue=s=0,lutrgb=r=val:g=255-val:b=128,"
            + "split[a][b];[a]palettegen[p];[b][p]paletteuse=dither=none ";

    private static final String SUBTITLES = "-f srt -i data:text/plain;base64," + base64("1\n00:00:00,100 --> 00:00:00,500\nwords\n\n")
            + " -map 0:v -map 1:s ";
    private static final String CHAPTERS = base64(";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=400\ntitle=one\n");

    private Corpus() {}

    public static List<CorpusFile> files() {
        List<CorpusFile> files = new ArrayList<>();
        containers(files);
        codecs(files);
        pixels(files);
        turned(files);
        times(files);
        tracks(files);
        raw(files);
        animations(files);
        files.addAll(photos());
        damaged(files);
        return files;
    }

    private static void containers(List<CorpusFile> files) {
        String kind = "Container";
        files.add(CorpusFile.of(kind, "MP4", "container.mp4", H264).alsoByTrack());
        files.add(CorpusFile.of(kind, "MP4, index at the front", "faststart.mp4", H264 + " -movflags +faststart"));
        files.add(CorpusFile.of(kind, "MP4, fragmented", "fragmented.mp4", H264 + " -g 5 -movflags frag_keyframe+empty_moov"));
        files.add(CorpusFile.of(kind, "MP4, a fragment a frame", "cmaf.mp4",
                H264 + " -movflags frag_every_frame+empty_moov+default_base_moof"));
        files.add(CorpusFile.of(kind, "QuickTime", "container.mov", H264));
        files.add(CorpusFile.of(kind, "F4V", "container.f4v", H264));
        files.add(CorpusFile.of(kind, "ISMV", "container.ismv", H264));
        files.add(CorpusFile.of(kind, "3GP", "container.3gp", "-c:v h263 -s 352x288 -q:v 2"));
        files.add(CorpusFile.of(kind, "3G2", "container.3g2", "-c:v mpeg4 -q:v 2"));
        files.add(CorpusFile.of(kind, "Matroska", "container.mkv", H264));
        files.add(CorpusFile.of(kind, "Matroska, as it is written live", "live.mkv", H264 + " -live 1"));
        files.add(CorpusFile.of(kind, "WebM", "container.webm", "-c:v libvpx-vp9 -b:v 2M -deadline realtime -cpu-used 8"));
        files.add(CorpusFile.of(kind, "AVI", "container.avi", "-c:v mpeg4 -q:v 2"));
        files.add(CorpusFile.of(kind, "FLV", "container.flv", H264));
        files.add(CorpusFile.of(kind, "MPEG transport stream", "container.ts", H264));
        files.add(CorpusFile.of(kind, "Blu-ray transport stream", "container.m2ts", H264));
        files.add(CorpusFile.of(kind, "MPEG program stream", "container.mpg", "-c:v mpeg1video -q:v 2"));
        files.add(CorpusFile.of(kind, "DVD", "container.vob", MPEG2));
        files.add(CorpusFile.of(kind, "MXF", "container.mxf", MPEG2));
        files.add(CorpusFile.of(kind, "WTV", "container.wtv", MPEG2));
        files.add(CorpusFile.of(kind, "ASF (WMV)", "container.wmv", "-c:v wmv2 -q:v 2"));
        files.add(CorpusFile.of(kind, "Ogg", "container.ogv", "-c:v libtheora -q:v 9"));
        files.add(CorpusFile.of(kind, "RealMedia", "container.rm", "-c:v rv20 -q:v 2"));
        files.add(CorpusFile.of(kind, "SWF", "container.swf", "-c:v flv1 -q:v 2"));
        files.add(CorpusFile.of(kind, "NUT", "container.nut", "-c:v ffv1"));
        files.add(CorpusFile.of(kind, "IVF", "container.ivf", SMALL + "-c:v libvpx -b:v 2M -deadline realtime -cpu-used 8"));
        files.add(CorpusFile.of(kind, "DV", "container.dv", "-s 720x576 -pix_fmt yuv420p -frames:v 5"));
        files.add(CorpusFile.of(kind, "Recorder's export (dhav)", "container.dav", H264 + " -bf 0 -x264-params aud=1:slices=1 -f h264")
                .then(h264 -> FileSurgery.dhav(h264, CorpusFile.WIDTH, CorpusFile.HEIGHT, 25)));
    }

    private static void codecs(List<CorpusFile> files) {
        String kind = "Codec";
        files.add(CorpusFile.of(kind, "H.264, B-frames", "bframes.mp4", "-c:v libx264 -preset veryfast -bf 3 -b_strategy 0 -crf 18")
                .alsoByTrack());
        files.add(CorpusFile.of(kind, "H.264, interlaced", "interlaced.mp4", "-c:v libx264 -preset veryfast -crf 18 -flags +ilme+ildct"));
        files.add(CorpusFile.of(kind, "H.264, lossless", "lossless.mkv", "-c:v libx264 -preset ultrafast -qp 0"));
        files.add(CorpusFile.of(kind, "H.264, four slices a frame", "slices.mp4", H264 + " -slices 4"));
        files.add(CorpusFile.of(kind, "H.265 in MP4 (hvc1)", "hvc1.mp4", H265 + " -tag:v hvc1"));
        files.add(CorpusFile.of(kind, "H.265 in a transport stream", "h265.ts", H265));
        files.add(CorpusFile.of(kind, "AV1", "av1.mp4", AV1));
        files.add(CorpusFile.of(kind, "VP8", "vp8.webm", SMALL + "-c:v libvpx -b:v 2M -deadline realtime -cpu-used 8"));
        files.add(CorpusFile.of(kind, "MPEG-2, interlaced", "mpeg2.ts", MPEG2 + " -flags +ilme+ildct"));
        files.add(CorpusFile.of(kind, "MPEG-4 part 2 (Xvid)", "xvid.avi", "-c:v libxvid -q:v 2"));
        files.add(CorpusFile.of(kind, "MS-MPEG-4 v3", "msmpeg4.avi", "-c:v msmpeg4 -q:v 2"));
        files.add(CorpusFile.of(kind, "WMV 1", "wmv1.wmv", "-c:v wmv1 -q:v 2"));
        files.add(CorpusFile.of(kind, "Motion JPEG", "mjpeg.avi", "-c:v mjpeg -q:v 2"));
        files.add(CorpusFile.of(kind, "ProRes", "prores.mov", "-c:v prores_ks"));
        files.add(CorpusFile.of(kind, "DNxHR", "dnxhr.mov", "-c:v dnxhd -profile:v dnxhr_hq -pix_fmt yuv422p"));
        files.add(CorpusFile.of(kind, "CineForm", "cineform.mov", "-c:v cfhd -pix_fmt yuv422p10"));
        files.add(CorpusFile.of(kind, "FFV1", "ffv1.mkv", "-c:v ffv1"));
        files.add(CorpusFile.of(kind, "HuffYUV", "huffyuv.avi", "-c:v huffyuv -pix_fmt yuv422p"));
        files.add(CorpusFile.of(kind, "Ut Video", "utvideo.avi", "-c:v utvideo"));
        files.add(CorpusFile.of(kind, "Uncompressed", "raw.avi", SMALL + "-c:v rawvideo"));
        files.add(CorpusFile.of(kind, "JPEG 2000", "jpeg2000.mov", SMALL + "-c:v jpeg2000 -q:v 2"));
        files.add(CorpusFile.of(kind, "VC-2 (Dirac)", "dirac.mkv", SMALL + "-c:v vc2 -strict -1 -b:v 20M"));
        files.add(CorpusFile.of(kind, "Snow", "snow.avi", SMALL + "-c:v snow -strict -2 -q:v 2"));
        files.add(CorpusFile.of(kind, "Sorenson Video", "svq1.mov", SMALL + "-c:v svq1 -q:v 2"));
        files.add(CorpusFile.of(kind, "Flash Screen Video 2", "flashsv2.flv", SMALL + "-c:v flashsv2"));
    }

    private static void pixels(List<CorpusFile> files) {
        String kind = "Pixels";
        files.add(CorpusFile.of(kind, "4:2:2, 8 bit", "yuv422.mp4", "-c:v libx264 -preset ultrafast -crf 18 -pix_fmt yuv422p"));
        files.add(CorpusFile.of(kind, "4:4:4, 8 bit", "yuv444.mp4", "-c:v libx264 -preset ultrafast -crf 18 -pix_fmt yuv444p"));
        files.add(CorpusFile.of(kind, "4:2:0, 10 bit", "yuv420p10.mp4", H265 + " -pix_fmt yuv420p10le").alsoByTrack());
        files.add(CorpusFile.of(kind, "4:2:2, 10 bit", "yuv422p10.mov", "-c:v prores_ks -pix_fmt yuv422p10le"));
        files.add(CorpusFile.of(kind, "4:4:4, 12 bit", "yuv444p12.mkv", H265 + " -pix_fmt yuv444p12le"));
        files.add(CorpusFile.of(kind, "4:4:4, 16 bit", "yuv444p16.mkv", SMALL + "-c:v ffv1 -pix_fmt yuv444p16le"));
        files.add(CorpusFile.of(kind, "full range", "fullrange.mp4",
                "-vf scale=out_range=pc,format=yuvj420p -c:v libx264 -preset ultrafast -crf 18"));
        files.add(CorpusFile.of(kind, "BT.709", "bt709.mp4", H264 + " -colorspace bt709 -color_primaries bt709 -color_trc bt709"));
        files.add(CorpusFile.of(kind, "HDR (BT.2020, PQ), 10 bit", "hdr.mp4",
                H265 + " -pix_fmt yuv420p10le -colorspace bt2020nc -color_primaries bt2020 -color_trc smpte2084"));
        files.add(CorpusFile.of(kind, "grey, 8 bit", "gray.mkv", "-c:v ffv1 -pix_fmt gray"));
        files.add(CorpusFile.of(kind, "grey, H.264", "gray.mp4", "-c:v libx264 -preset ultrafast -crf 18 -pix_fmt gray"));
        files.add(CorpusFile.of(kind, "grey, 16 bit", "gray16.mkv", "-c:v ffv1 -pix_fmt gray16le"));
        files.add(CorpusFile.of(kind, "RGB, 24 bit", "rgb24.mov", SMALL + "-c:v png -pix_fmt rgb24"));
        files.add(CorpusFile.of(kind, "RGB, planar (H.264)", "gbrp.mp4", "-c:v libx264rgb -preset ultrafast -crf 12 -pix_fmt rgb24"));
        files.add(CorpusFile.of(kind, "RGB, 15 bit", "rgb555.avi", SMALL + "-c:v rawvideo -pix_fmt rgb555le"));
        files.add(CorpusFile.of(kind, "alpha, RGB", "rgba.mov", SMALL + "-c:v qtrle -pix_fmt argb"));
        files.add(CorpusFile.of(kind, "alpha, VP9", "alpha.webm",
                "-pix_fmt yuva420p -c:v libvpx-vp9 -b:v 2M -deadline realtime -cpu-used 8 -auto-alt-ref 0"));
        files.add(CorpusFile.of(kind, "palette", "palette.mov", PALETTE + "-c:v png"));
        files.add(CorpusFile.of(kind, "4:1:1", "yuv411.avi", SMALL + "-c:v huffyuv -pix_fmt yuv422p"));
        files.add(CorpusFile.of(kind, "odd size, 4:2:0", "odd420.mkv", "-vf scale=321:241 -c:v ffv1").alsoByTrack());
        files.add(CorpusFile.of(kind, "odd size, 4:4:4", "odd444.mp4",
                "-vf scale=321:241 -c:v libx264 -preset ultrafast -crf 18 -pix_fmt yuv444p"));
        files.add(CorpusFile.of(kind, "higher than wide", "portrait.mp4", "-vf scale=90:320 " + H264));
        files.add(CorpusFile.of(kind, "16x16", "tiny.mp4", "-vf scale=16:16 " + H264));
        files.add(CorpusFile.of(kind, "pixels that are not square", "anamorphic.mp4", "-vf setsar=4/3 " + H264));
    }

    private static void turned(List<CorpusFile> files) {
        matrix(files, "as stored", "upright", 1, 0, 0, 1);
        matrix(files, "a quarter turn clockwise", "cw", 0, 1, -1, 0);
        matrix(files, "half a turn", "half", -1, 0, 0, -1);
        matrix(files, "a quarter turn counterclockwise", "ccw", 0, -1, 1, 0);
        matrix(files, "left and right exchanged", "mirror", -1, 0, 0, 1);
        matrix(files, "top and bottom exchanged", "flip", 1, 0, 0, -1);
        matrix(files, "rows and columns exchanged", "transpose", 0, 1, 1, 0);
        matrix(files, "rows and columns exchanged, the other diagonal", "antitranspose", 0, -1, -1, 0);
        files.add(CorpusFile.of("Display matrix", "odd size, a quarter turn clockwise", "matrix-odd.mp4",
                "-vf scale=321:241 -c:v libx264 -preset ultrafast -crf 18 -pix_fmt yuv444p")
                .then(mp4 -> FileSurgery.displayMatrix(mp4, 0, 1, -1, 0)));
    }

    private static void matrix(List<CorpusFile> files, String title, String name, int a, int b, int c, int d) {
        CorpusFile file = CorpusFile.of("Display matrix", title, "matrix-" + name + ".mp4", H264)
                .then(mp4 -> FileSurgery.displayMatrix(mp4, a, b, c, d));
        files.add(name.equals("cw") || name.equals("mirror") ? file.alsoByTrack() : file);
    }

    private static void times(List<CorpusFile> files) {
        String kind = "Times";
        files.add(CorpusFile.of(kind, "a rate that varies", "vfr.mp4", "-vf select='not(mod(n*n,3))',setpts=PTS -fps_mode vfr " + H264));
        files.add(CorpusFile.of(kind, "1 frame a second", "slow.mp4", "-vf setpts=N/TB -fps_mode passthrough -r 1 " + H264));
        files.add(CorpusFile.of(kind, "240 frames a second", "fast.mp4", "-vf setpts=N/(240*TB) -r 240 " + H264));
        files.add(CorpusFile.of(kind, "a jump of an hour", "jump.mkv", "-vf setpts=PTS+gte(N\\,10)*3600/TB -fps_mode passthrough " + H264));
        files.add(CorpusFile.of(kind, "times that begin late", "late.ts", H264 + " -output_ts_offset 5000"));
        files.add(CorpusFile.of(kind, "the counter of a transport stream wraps", "wrap.ts", H264 + " -output_ts_offset 95443.3"));
        files.add(CorpusFile.of(kind, "edit list that cuts the beginning", "edit.mp4",
                "-ss 0.2 -c:v libx264 -preset veryfast -bf 2 -crf 18"));
        files.add(CorpusFile.of(kind, "open groups of pictures", "open.ts",
                "-c:v libx264 -preset veryfast -crf 18 -g 6 -bf 2 -x264-params open-gop=1"));
        files.add(CorpusFile.of(kind, "the size changes", "resize.ts", H264 + " -f mpegts")
                .then(first -> joined(first, CorpusFile.of(kind, "", "resized.ts", "-s 240x320 " + H264).bytes())).alsoByTrack());
        files.add(CorpusFile.of(kind, "the size changes, raw H.264", "resize.h264", H264 + " -f h264")
                .then(first -> joined(first, CorpusFile.of(kind, "", "resized.h264", "-s 240x320 " + H264).bytes())));
    }

    private static void tracks(List<CorpusFile> files) {
        String kind = "Tracks";
        String tone = "-f lavfi -i sine=duration=0.8 -map 0:v -map 1:a ";
        files.add(CorpusFile.of(kind, "sound", "sound.mp4", tone + H264 + " -c:a aac"));
        files.add(CorpusFile.of(kind, "sound first", "soundfirst.mkv",
                "-f lavfi -i sine=duration=3 -map 1:a -map 0:v " + H264 + " -c:a aac"));
        files.add(CorpusFile.of(kind, "timecode", "timecode.mov", H264 + " -timecode 01:00:00:00").alsoByTrack());
        files.add(CorpusFile.of(kind, "timecode and sound, MXF", "timecode.mxf", tone + MPEG2 + " -timecode 01:00:00:00 -ar 48000"));
        files.add(CorpusFile.of(kind, "telemetry (gpmd), timecode, sound", "telemetry.mov",
                "-f lavfi -i sine=duration=0.8 -f data -i data:,telemetry -map 0:v -map 1:a -map 2:d -c:d copy"
                        + " -tag:d gpmd -timecode 01:00:00:00 " + H264 + " -c:a aac"));
        files.add(CorpusFile.of(kind, "subtitles, MP4", "subtitles.mp4", SUBTITLES + H264 + " -c:s mov_text"));
        files.add(CorpusFile.of(kind, "subtitles, Matroska", "subtitles.mkv", SUBTITLES + H264 + " -c:s srt"));
        files.add(CorpusFile.of(kind, "subtitles first", "subtitlesfirst.mkv", SUBTITLES.replace("-map 0:v -map 1:s",
                "-map 1:s -map 0:v") + H264 + " -c:s srt"));
        files.add(CorpusFile.of(kind, "cover", "cover.mp4",
                "-map 0 -map 0 " + H264 + " -c:v:1 mjpeg -pix_fmt:v:1 yuvj420p -frames:v:1 1 -disposition:v:1 attached_pic"));
        files.add(CorpusFile.of(kind, "cover first", "coverfirst.mp4",
                "-map 0 -map 0 " + H264 + " -c:v:0 mjpeg -pix_fmt:v:0 yuvj420p -frames:v:0 1 -disposition:v:0 attached_pic"));
        files.add(CorpusFile.of(kind, "two videos, the second larger", "twovideos.mkv",
                "-map 0 -map 0 " + H264 + " -s:v:0 160x120 -disposition:v:0 0 -disposition:v:1 0"));
        files.add(CorpusFile.of(kind, "two videos, the second marked as default", "twodefault.mkv",
                "-map 0 -map 0 " + H264 + " -s:v:1 160x120 -disposition:v:0 0 -disposition:v:1 default"));
        files.add(CorpusFile.of(kind, "two videos in a transport stream", "twovideos.ts", "-map 0 -map 0 " + H264 + " -s:v:1 160x120"));
        files.add(CorpusFile.of(kind, "chapters", "chapters.mp4",
                "-f ffmetadata -i data:text/plain;base64," + CHAPTERS + " -map 0 -map_metadata 1 " + H264));
        files.add(CorpusFile.of(kind, "sound alone", "soundalone.mp4", "-f lavfi -i sine=duration=0.8 -map 1:a -c:a aac")
                .failing("no video"));
    }

    private static void raw(List<CorpusFile> files) {
        String kind = "Without a container";
        files.add(CorpusFile.of(kind, "H.264 (.h264)", "raw.h264", H264));
        files.add(CorpusFile.of(kind, "H.265 (.h265)", "raw.h265", H265 + " -f hevc"));
        files.add(CorpusFile.of(kind, "Motion JPEG (.mjpeg)", "raw.mjpeg", "-c:v mjpeg -q:v 2"));
        files.add(CorpusFile.of(kind, "AV1 (.obu)", "raw.obu", AV1));
        files.add(CorpusFile.of(kind, "MPEG-1 (.m1v)", "raw.m1v", "-c:v mpeg1video -q:v 2"));
        files.add(CorpusFile.of(kind, "MPEG-2 (.m2v)", "raw.m2v", MPEG2));
        files.add(CorpusFile.of(kind, "MPEG-4 (.m4v)", "raw.m4v", "-c:v mpeg4 -q:v 2 -f m4v"));
        files.add(CorpusFile.of(kind, "YUV4MPEG (.y4m)", "raw.y4m", SMALL));
    }

    private static void animations(List<CorpusFile> files) {
        String kind = "Images";
        files.add(CorpusFile.of(kind, "GIF, animated", "animated.gif", PALETTE));
        files.add(CorpusFile.of(kind, "PNG, animated", "animated.apng", SMALL + "-plays 0"));
        files.add(CorpusFile.of(kind, "AVIF, animated", "animated.avif", "-c:v libaom-av1 -cpu-used 8 -usage realtime -crf 20"));
        files.add(CorpusFile.of(kind, "one JPEG", "one.jpg", "-frames:v 1 -q:v 2"));
        files.add(CorpusFile.of(kind, "one PNG", "one.png", "-frames:v 1"));
    }

    /** One JPEG for each orientation of EXIF. */
    public static List<CorpusFile> photos() {
        List<String> shownBy = List.of("as stored", "left and right exchanged", "half a turn", "top and bottom exchanged",
                "rows and columns exchanged", "a quarter turn clockwise", "rows and columns exchanged, the other diagonal",
                "a quarter turn counterclockwise");
        List<CorpusFile> photos = new ArrayList<>();
        for (int i = 0; i < shownBy.size(); i++) {
            int orientation = i + 1;
            ByteOrder order = orientation % 2 == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
            photos.add(CorpusFile.of("EXIF orientation", orientation + ", " + shownBy.get(i), "exif" + orientation + ".jpg",
                    "-frames:v 1 -q:v 2").then(jpeg -> FileSurgery.exif(jpeg, orientation, order)));
        }
        return photos;
    }

    private static void damaged(List<CorpusFile> files) {
        String kind = "Damaged";
        files.add(CorpusFile.of(kind, "MP4 cut off at 60 %", "cut.mp4", H264 + " -movflags +faststart").then(file -> FileSurgery.cut(file,
                60)).failing("damaged after frame"));
        files.add(CorpusFile.of(kind, "MP4 without its index", "noindex.mp4", H264).then(file -> FileSurgery.cut(file, 60))
                .failing("its index is missing"));
        files.add(CorpusFile.of(kind, "Matroska cut off at 60 %", "cut.mkv", H264).then(file -> FileSurgery.cut(file, 60))
                .failing("damaged after frame"));
        files.add(CorpusFile.of(kind, "AVI cut off at 60 %", "cut.avi", "-c:v mpeg4 -q:v 2").then(file -> FileSurgery.cut(file, 60))
                .failing("damaged after frame"));
        files.add(CorpusFile.of(kind, "transport stream cut off at 60 %", "cut.ts", H264).then(file -> FileSurgery.cut(file, 60))
                .failing("damaged after frame"));
        files.add(CorpusFile.of(kind, "Ogg cut off at 60 %", "cut.ogv", "-c:v libtheora -q:v 9").then(file -> FileSurgery.cut(file, 60))
                .failing("damaged after frame"));
        files.add(CorpusFile.of(kind, "GIF cut off at 60 %", "cut.gif", PALETTE).then(file -> FileSurgery.cut(file, 60))
                .failing("damaged after frame"));
        files.add(CorpusFile.of(kind, "fragmented MP4 cut off at 60 %", "cutfragments.mp4",
                H264 + " -g 5 -movflags frag_keyframe+empty_moov").then(file -> FileSurgery.cut(file, 60)).failing("damaged after frame"));
        files.add(CorpusFile.of(kind, "FLV cut off at 60 %", "cut.flv", H264).then(file -> FileSurgery.cut(file, 60))
                .failing("damaged after frame"));
        files.add(CorpusFile.of(kind, "raw H.264 cut off at 60 %", "cut.h264", H264).then(file -> FileSurgery.cut(file, 60))
                .failing("damaged after frame"));
        files.add(CorpusFile.of(kind, "MJPEG cut off at 60 %", "cut.mjpeg", "-c:v mjpeg -q:v 2").then(file -> FileSurgery.cut(file, 60))
                .failing("damaged after frame"));
        files.add(CorpusFile.of(kind, "MP4, noise in the middle", "noise-inside.mp4", H264 + " -g 5")
                .then(file -> FileSurgery.scrambled(file, 45, 48)).failing("damaged after frame"));
        files.add(CorpusFile.of(kind, "Matroska, noise in the middle", "noise-inside.mkv", H264 + " -g 5")
                .then(file -> FileSurgery.scrambled(file, 45, 48)).failing("damaged after frame"));
        files.add(CorpusFile.of(kind, "MP4, zeros in the middle", "zeros-inside.mp4", H264 + " -g 5")
                .then(file -> FileSurgery.zeroed(file, 45, 48)).failing("damaged after frame"));
        files.add(CorpusFile.of(kind, "AVI, zeros in the middle", "zeros-inside.avi", "-c:v mpeg4 -q:v 2 -g 5")
                .then(file -> FileSurgery.zeroed(file, 45, 48)).failing("damaged after frame"));
        files.add(CorpusFile.of("Unknown", "empty file", "empty.mp4", null).failing("empty"));
        files.add(CorpusFile.of("Unknown", "noise", "noise.mp4", null).then(none -> noise(50_000)).failing("format"));
        files.add(CorpusFile.of("Unknown", "a text", "text.mp4", null)
                .then(none -> "no video\n".repeat(500).getBytes(java.nio.charset.StandardCharsets.UTF_8)).failing("format"));
        files.add(CorpusFile.of("Wrong extension", "MP4 as .avi", "really-mp4.avi", H264 + " -f mp4"));
        files.add(CorpusFile.of("Wrong extension", "Matroska as .mp4", "really-mkv.mp4", H264 + " -f matroska"));
        files.add(CorpusFile.of("Wrong extension", "transport stream as .txt", "really-ts.txt", H264 + " -f mpegts"));
    }

    private static String base64(String text) {
        return java.util.Base64.getEncoder().encodeToString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static byte[] noise(int length) {
        byte[] noise = new byte[length];
        new Random(3).nextBytes(noise);
        return noise;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = java.util.Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
