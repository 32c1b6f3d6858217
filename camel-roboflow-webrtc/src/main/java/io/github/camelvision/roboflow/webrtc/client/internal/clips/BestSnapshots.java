package io.github.camelvision.roboflow.webrtc.client.internal.clips;

import io.github.camelvision.roboflow.webrtc.client.option.Snapshots;
import io.github.camelvision.roboflow.webrtc.core.correlate.Repeats;
import io.github.camelvision.roboflow.webrtc.core.detection.Detections;
import io.github.camelvision.roboflow.webrtc.core.draw.Annotator;
import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.media.FrameCrop;
import io.github.camelvision.roboflow.webrtc.core.media.ImageCodec;
import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import io.github.camelvision.roboflow.webrtc.core.objects.ObjectEvent;
import io.github.camelvision.roboflow.webrtc.core.objects.SeenObject;
import io.github.camelvision.roboflow.webrtc.core.objects.track.Box;
import io.github.camelvision.roboflow.webrtc.core.session.Delivery;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The best snapshot of each object so far, as JPEG. Not for several threads at a time. */
public final class BestSnapshots implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BestSnapshots.class);

    /** One that is not so much better is not made. */
    private static final double BETTER = 1.1;
    /** Of the object's size, on each side. */
    private static final double MARGIN = 0.15;
    /** An object at the border of the frame is cut off, most likely. */
    private static final double CUT_OFF = 0.5;

    private record Best(double score, byte[] jpeg) {}

    private final String session;
    private final Snapshots kind;
    private final boolean annotated;
    private final MemoryBudget.Account memory;
    private final Supplier<SessionMedia> media;
    private final Map<String, Best> byObject = new HashMap<>();
    private final Repeats failures = new Repeats();

    /** @param media knows frames that do not come with their result; gives null without a session */
    public BestSnapshots(String session, Snapshots kind, boolean annotated, MemoryBudget budget, Supplier<SessionMedia> media) {
        this.session = session;
        this.kind = kind;
        this.annotated = annotated;
        this.memory = budget.account("Snapshots of session " + session);
        this.media = media;
    }

    /** A result. @param objects that it shows */
    public void see(List<SeenObject> objects, Delivery delivery, Detections detections) {
        View view = null;
        for (SeenObject object : objects) {
            Best before = byObject.get(object.id());
            double score = score(object, detections);
            if (before != null && score <= BETTER * before.score()) {
                continue;
            }
            try {
                view = view == null ? view(delivery, detections) : view;
                if (view == null) {
                    return;
                }
                keep(object.id(), before, new Best(score, view.of(object.box())));
            } catch (RuntimeException | OutOfMemoryError e) { // it costs the snapshot, and not the events
                missed(e);
                return;
            }
        }
    }

    /** Large, sure, and not at the border is good. */
    private static double score(SeenObject object, Detections detections) {
        Box box = object.box();
        boolean whole = detections.getImageWidth() <= 0 || box.left() > 1 && box.top() > 1
                && box.right() < detections.getImageWidth() - 1 && box.bottom() < detections.getImageHeight() - 1;
        double confidence = Double.isNaN(object.confidence()) ? 1 : object.confidence();
        return confidence * Math.sqrt(Math.max(0, box.area())) * (whole ? 1 : CUT_OFF);
    }

    private void keep(String id, Best before, Best now) {
        long more = bytes(now) - (before == null ? 0 : bytes(before));
        if (more > 0 && !memory.take(more)) {
            missed(new RoboflowWebrtcException(memory.refusal(more)));
            return;
        }
        if (more < 0) {
            memory.give(-more);
        }
        byObject.put(id, now);
    }

    private static long bytes(Best best) {
        return MemoryBudget.OVERHEAD + best.jpeg().length;
    }

    private void missed(Throwable why) {
        long before = failures.told(System.nanoTime());
        if (before >= 0) {
            LOG.warn("Session {}: a snapshot could not be made: {}{}", session,
                    why instanceof RoboflowWebrtcException ? why.getMessage() : why,
                    before == 0 ? "" : " (and " + before + " more since the last that was told)");
        }
    }

    /** The snapshot that goes with an event; null when none does, or there is none. */
    public byte[] of(ObjectEvent event) {
        return switch (event.type()) {
            case updated -> jpeg(byObject.get(event.objectId()));
            case ended -> {
                Best last = byObject.remove(event.objectId());
                if (last != null) {
                    memory.give(bytes(last));
                }
                yield jpeg(last);
            }
            default -> null;
        };
    }

    private static byte[] jpeg(Best best) {
        return best == null ? null : best.jpeg();
    }

    private View view(Delivery delivery, Detections detections) {
        SessionMedia open = media.get();
        RecentFrames known = open == null ? null : open.recentFrames();
        Frame frame = known == null ? delivery.frame() : known.of(delivery);
        return frame == null ? null : new View(annotated ? Annotator.annotate(frame, detections) : frame, detections);
    }

    /** A frame that snapshots are made of. */
    private final class View {

        private final Frame frame;
        private final double scaleX;
        private final double scaleY;
        private byte[] whole;

        private View(Frame frame, Detections detections) {
            this.frame = frame;
            // the server may have worked on another size than it sends back
            this.scaleX = detections.getImageWidth() > 0 ? (double) frame.width() / detections.getImageWidth() : 1;
            this.scaleY = detections.getImageHeight() > 0 ? (double) frame.height() / detections.getImageHeight() : 1;
        }

        private byte[] of(Box box) {
            if (kind == Snapshots.crop) {
                double aside = MARGIN * box.width();
                double above = MARGIN * box.height();
                return ImageCodec.encodeJpeg(FrameCrop.of(frame, (box.left() - aside) * scaleX, (box.top() - above) * scaleY,
                        (box.right() + aside) * scaleX, (box.bottom() + above) * scaleY), ImageCodec.JPEG_QUALITY);
            }
            whole = whole == null ? ImageCodec.encodeJpeg(frame, ImageCodec.JPEG_QUALITY) : whole;
            return whole;
        }
    }

    @Override
    public void close() {
        byObject.clear();
        memory.close();
    }
}
