package io.github.camelvision.roboflow.webrtc.core.rtc.engine.factory;

import dev.onvoid.webrtc.internal.NativeObject;
import dev.onvoid.webrtc.media.MediaStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * References to counted objects of libwebrtc that webrtc-java never gives back: of a peer connection, which its {@code close()} closes
 * and forgets, and of the transceivers, senders and receivers that it hands out. A closed peer would keep 72 kB of native memory for
 * ever, 100 with video, whatever becomes of the factory.
 *
 * <p>
 * webrtc-java can give back other references: {@code dispose()} of a media stream calls the {@code Release} of its object, which all
 * counted objects of libwebrtc have at the same place. So each reference becomes that of a media stream at its end.
 *
 * <p>
 * True of webrtc-java 0.14.0; a version that gives them back by itself needs no such class. Thread-safe.
 */
public final class NativeReferences {

    private static final Logger LOG = LoggerFactory.getLogger(NativeReferences.class);

    private static final Field HANDLE = handle();
    private static final Constructor<MediaStream> HOLDER = holder();

    private final List<Long> handles = new ArrayList<>();

    /** Takes over the reference of {@code object}, which stays usable until {@link #release}; returns it. */
    public synchronized <T extends NativeObject> T keep(T object) {
        try {
            long handle = HANDLE == null || object == null ? 0 : HANDLE.getLong(object);
            if (handle != 0) {
                handles.add(handle);
            }
        } catch (IllegalAccessException e) {
            LOG.debug("The native handle of {} cannot be read", object, e);
        }
        return object;
    }

    /** Gives all back, the newest first. Nobody may use the objects any more, and the factory's threads must still run. */
    public synchronized void release() {
        for (int i = handles.size() - 1; i >= 0 && HOLDER != null; i--) {
            try {
                MediaStream holder = HOLDER.newInstance();
                HANDLE.setLong(holder, handles.get(i));
                holder.dispose();
            } catch (ReflectiveOperationException e) {
                LOG.debug("A native object stays in memory", e);
            }
        }
        handles.clear();
    }

    private static Field handle() {
        try {
            Field field = NativeObject.class.getDeclaredField("nativeHandle");
            field.setAccessible(true);
            return field;
        } catch (ReflectiveOperationException | RuntimeException e) {
            return unavailable(e);
        }
    }

    private static Constructor<MediaStream> holder() {
        try {
            Constructor<MediaStream> constructor = MediaStream.class.getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor;
        } catch (ReflectiveOperationException | RuntimeException e) {
            return unavailable(e);
        }
    }

    private static <T> T unavailable(Exception e) {
        LOG.debug("webrtc-java does not let us give back native objects: each closed peer keeps about 100 kB", e);
        return null;
    }
}
