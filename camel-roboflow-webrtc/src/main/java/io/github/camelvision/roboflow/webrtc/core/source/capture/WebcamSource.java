package io.github.camelvision.roboflow.webrtc.core.source.capture;

import io.github.camelvision.roboflow.webrtc.core.capture.CaptureInput;
import io.github.camelvision.roboflow.webrtc.core.capture.HostCheck;
import io.github.camelvision.roboflow.webrtc.core.capture.Pacer;
import io.github.camelvision.roboflow.webrtc.core.capture.ffmpeg.FfmpegOpener;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.signalling.Redaction;
import io.github.camelvision.roboflow.webrtc.core.source.VideoBitrate;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A camera of this machine, captured with FFmpeg and sent as video (docs/protocol.adoc#sources). It stays open over connections; a camera
 * that is unplugged is reported once and opened again when it is back, while the session goes on.
 */
public final class WebcamSource extends CaptureSource {

    private static final Pattern SIZE = Pattern.compile("[1-9]\\d{0,4}x[1-9]\\d{0,4}");
    private static final Pattern INDEX = Pattern.compile("\\d{1,3}");
    private static final String LAVFI = "lavfi";

    private final Double declaredFps;

    /**
     * Every frame is sent; see the other one.
     */
    public WebcamSource(String name, String device, String format, String resolution, VideoBitrate bitrate, Double declaredFps) {
        this(name, device, format, resolution, bitrate, declaredFps, CaptureRules.NONE);
    }

    /**
     * Nothing is opened before {@link #prepare}.
     *
     * @param name of the session, for the thread
     * @param device index, path or name; the filter graph for lavfi; null: the first camera
     * @param format FFmpeg's input format v4l2, avfoundation, dshow or lavfi; null: the platform's
     * @param resolution WIDTHxHEIGHT; null: the camera's choice
     * @param declaredFps what to tell the server; null: what the camera says
     * @param rules which frames are sent
     * @throws SourceException not retryable, when an option cannot be used
     */
    public WebcamSource(String name, String device, String format, String resolution, VideoBitrate bitrate, Double declaredFps,
            CaptureRules rules) {
        super(loop(name, input(device, format == null ? platformFormat() : format, resolution), rules), bitrate);
        this.declaredFps = declaredFps;
    }

    private static CaptureLoop loop(String name, CaptureInput input, CaptureRules rules) {
        FfmpegOpener opener = new FfmpegOpener(input, HostCheck.ANY, CaptureLibraries::requireDevices);
        return new CaptureLoop(name, opener, () -> input.kind() == CaptureInput.Kind.GENERATOR ? Pacer.byPts() : null, rules);
    }

    private static CaptureInput input(CaptureInput.Kind kind, String url, String format, Map<String, String> options) {
        return new CaptureInput(kind, url, format, options, format + " " + Redaction.url(url), "sourceUri");
    }

    private static String platformFormat() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        return os.startsWith("mac") ? "avfoundation" : os.startsWith("windows") ? "dshow" : "v4l2";
    }

    private static CaptureInput input(String device, String format, String resolution) {
        String named = device == null || device.isBlank() ? "0" : device.trim();
        if (LAVFI.equals(format)) {
            if (INDEX.matcher(named).matches()) {
                throw new SourceException("deviceFormat=lavfi needs a filter graph as sourceUri, for instance "
                        + "testsrc2=size=640x480:rate=30", false);
            }
            return input(CaptureInput.Kind.GENERATOR, named, format, Map.of());
        }
        Map<String, String> options = new HashMap<>();
        if (resolution != null) {
            if (!SIZE.matcher(resolution).matches()) {
                throw new SourceException("resolution=" + resolution + " must be WIDTHxHEIGHT, for instance 1280x720", false);
            }
            options.put("video_size", resolution);
        }
        if ("avfoundation".equals(format)) {
            // its default of 29.97 is a rate that most Macs' cameras refuse
            options.put("framerate", "30");
        }
        return input(CaptureInput.Kind.DEVICE, deviceName(named, format), format, options);
    }

    private static String deviceName(String device, String format) {
        boolean index = INDEX.matcher(device).matches();
        return switch (format) {
            case "v4l2" -> index ? "/dev/video" + device : device;
            case "dshow" -> {
                if (index) {
                    throw new SourceException("Windows has no camera numbers: give its name, sourceUri=video=<name in the device manager>",
                            false);
                }
                yield device.startsWith("video=") ? device : "video=" + device;
            }
            default -> device;
        };
    }

    @Override
    Map<String, Object> request() {
        Double fps = declaredFps == null ? capture().fps() : declaredFps;
        return fps == null ? Map.of() : Map.of("declared_fps", fps);
    }
}
