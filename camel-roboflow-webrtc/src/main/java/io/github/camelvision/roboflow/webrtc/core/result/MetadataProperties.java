package io.github.camelvision.roboflow.webrtc.core.result;

/**
 * What {@link FrameMetadata} says of itself, and the same as properties, for expression languages that know only these. The
 * properties are not in the class: Camel's bean language takes {@code x} for ambiguous where one class declares both {@code x()} and
 * {@code getX()}.
 */
public interface MetadataProperties {

    long frameId();

    String receivedAt();

    Long pts();

    Double timeBase();

    Double declaredFps();

    Double measuredFps();

    Integer width();

    Integer height();

    Long streamPts();

    // ---- the same as properties

    default long getFrameId() {
        return frameId();
    }

    default String getReceivedAt() {
        return receivedAt();
    }

    default Long getPts() {
        return pts();
    }

    default Double getTimeBase() {
        return timeBase();
    }

    default Double getDeclaredFps() {
        return declaredFps();
    }

    default Double getMeasuredFps() {
        return measuredFps();
    }

    default Integer getWidth() {
        return width();
    }

    default Integer getHeight() {
        return height();
    }

    default Long getStreamPts() {
        return streamPts();
    }
}
