package io.github.camelvision.roboflow.webrtc.examples.bench.peers;

import java.util.List;

/**
 * What a client does, over and over: the same for both clients.
 *
 * @param kind     how frames travel
 * @param fps      of live frames, and of a file that is played in real time
 * @param sessions at a time
 * @param window   results that the worker sends ahead of the acknowledgement
 * @param options  of our endpoint, beside those that follow from the kind
 * @param python   arguments of the Python client, beside those that follow from the kind
 */
record Job(String name, String title, Kind kind, int width, int height, int fps, int sessions, int window, String options,
        List<String> python) {

    enum Kind {

        /** A file as fast as it goes: the number to look at is frames a second. */
        FILE,
        /** The same to a Kafka topic, each result acknowledged when the broker has it; our client only. */
        KAFKA,
        /** The file in a process that is new in each run: how long until the first result. */
        START,
        /** A file at its own pace, in many sessions: processor time a message. */
        PLAYED,
        /** Frames of a camera: delay. */
        LIVE,
        /** One request after the other, each with its answer; our client only. */
        REPLY,
        /** Sessions in which nothing happens; our client only. */
        IDLE;

        /** The Python client cannot do it. */
        boolean oursOnly() {
            return this == KAFKA || this == REPLY || this == IDLE;
        }
    }

    private static final String DATA = "dataOutput=predictions&dataField=predictions";
    private static final List<String> PYTHON_DATA = List.of("--data-output", "predictions");

    static final List<Job> ALL = List.of(
            file("file", "file, predictions", 640, 480, DATA, PYTHON_DATA),
            new Job("window8", "file, predictions, ackWindow=8", Kind.FILE, 640, 480, 30, 1, 8, DATA, PYTHON_DATA),
            new Job("kafka", "file, predictions to Kafka", Kind.KAFKA, 640, 480, 30, 1, 1, DATA, List.of()),
            file("images", "file, frames by data channel", 640, 480, "dataOutput=predictions,image",
                    List.of("--data-output", "predictions,image")),
            file("images720", "file, frames by data channel", 1280, 720, "dataOutput=predictions,image",
                    List.of("--data-output", "predictions,image")),
            file("paired", "file, frames by video track, paired", 640, 480,
                    "dataOutput=predictions&streamOutput=image&frameDelivery=track&emit=paired",
                    List.of("--data-output", "predictions", "--stream-output", "image", "--delivery", "track")),
            new Job("start", "first result of a new client, file", Kind.START, 640, 480, 30, 1, 1, DATA, PYTHON_DATA),
            live("live30", 640, 480, 30), live("live60", 640, 480, 60), live("live720", 1280, 720, 30),
            new Job("reply", "request and reply", Kind.REPLY, 640, 480, 30, 1, 1, "", List.of()),
            played(1), played(10), played(50), played(100),
            new Job("idle", "sessions that idle", Kind.IDLE, 0, 0, 0, 300, 1, "", List.of()));

    private static Job file(String name, String title, int width, int height, String options, List<String> python) {
        return new Job(name, title, Kind.FILE, width, height, 30, 1, 1, options, python);
    }

    private static Job live(String name, int width, int height, int fps) {
        return new Job(name, "live, predictions", Kind.LIVE, width, height, fps, 1, 1, "", List.of());
    }

    private static Job played(int sessions) {
        return new Job("sessions" + sessions, "sessions of 10 messages/s", Kind.PLAYED, 320, 240, 10, sessions, 1,
                DATA + "&realtimeProcessing=true", PYTHON_DATA);
    }

    boolean runsWith(Pair pair) {
        return pair.client == Peer.OURS || !kind.oursOnly();
    }

    String sizeAndRate() {
        return width == 0 ? ""
                : width + "x" + height + (kind == Kind.FILE || kind == Kind.KAFKA || kind == Kind.START ? "" : " at " + fps + "/s");
    }
}
