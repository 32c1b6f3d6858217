package io.github.camelvision.roboflow.webrtc.core.source.capture;

import io.github.camelvision.roboflow.webrtc.core.error.NativeException;
import io.github.camelvision.roboflow.webrtc.core.media.Ffmpeg;
import io.github.camelvision.roboflow.webrtc.core.rtc.library.NativeLibraries;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import org.bytedeco.ffmpeg.global.avdevice;
import org.bytedeco.ffmpeg.global.avfilter;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.javacpp.ClassProperties;
import org.bytedeco.javacpp.Loader;

/** Loads what captures need of FFmpeg, each part once and only when it is asked for. */
final class CaptureLibraries {

    private static boolean devicesLoaded;

    private CaptureLibraries() {}

    /**
     * Devices. Their library is linked against desktop libraries that a server lacks: stubs take their place.
     *
     * @throws NativeException when it does not load all the same
     */
    static synchronized void requireDevices() {
        if (devicesLoaded) {
            return;
        }
        Ffmpeg.require();
        Loader.load(avformat.class);
        Loader.load(avfilter.class);
        // The class avdevice cannot be asked twice (its static initialiser loads), so the library itself is loaded first.
        NativeLibraries.withStubs(CaptureLibraries::loadDeviceLibrary);
        avdevice.avdevice_register_all();
        devicesLoaded = true;
    }

    private static void loadDeviceLibrary() {
        ClassProperties properties = Loader.loadProperties(avdevice.class, Loader.loadProperties(), true);
        for (String library : properties.get("platform.link")) {
            if (library.startsWith("avdevice")) {
                URL[] found = Loader.findLibrary(avdevice.class, properties, library);
                if (found.length > 0) {
                    System.load(extracted(found[0]).getAbsolutePath());
                }
            }
        }
    }

    private static File extracted(URL library) {
        try {
            return Loader.cacheResource(library);
        } catch (IOException e) {
            throw new NativeException("FFmpeg's device library could not be extracted: point -Dorg.bytedeco.javacpp.cachedir at a writable"
                    + " directory (" + e.getMessage() + ")", e);
        }
    }
}
