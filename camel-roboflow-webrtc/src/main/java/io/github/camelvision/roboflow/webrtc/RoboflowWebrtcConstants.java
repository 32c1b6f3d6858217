package io.github.camelvision.roboflow.webrtc;

import org.apache.camel.spi.Metadata;

/** Names of the headers, of both schemes. */
public final class RoboflowWebrtcConstants {

    @Metadata(description = "Name of the session, as in the URI", javaType = "String", label = "consumer")
    public static final String SESSION_NAME = "CamelRoboflowWebrtcSessionName";
    @Metadata(description = "Id of the connection that the frame belongs to; frame ids count anew with each", javaType = "String",
            label = "consumer")
    public static final String SESSION_ID = "CamelRoboflowWebrtcSessionId";
    @Metadata(description = "Number of the frame, as the server counts: 1 is its first", javaType = "Long", label = "consumer")
    public static final String FRAME_ID = "CamelRoboflowWebrtcFrameId";
    @Metadata(description = "Presentation time of the frame, in units of the time base; 0 is the server's first frame",
            javaType = "Long", label = "consumer")
    public static final String PTS = "CamelRoboflowWebrtcPts";
    @Metadata(description = "Seconds per unit of the presentation time", javaType = "Double", label = "consumer")
    public static final String TIME_BASE = "CamelRoboflowWebrtcTimeBase";
    @Metadata(description = "When the server took the frame for processing, as it wrote it (ISO-8601, usually without zone)",
            javaType = "String", label = "consumer")
    public static final String RECEIVED_AT = "CamelRoboflowWebrtcReceivedAt";
    @Metadata(description = "When this side captured the frame, or a producer sent it (ISO-8601, UTC); absent where that is not known",
            javaType = "String", label = "consumer")
    public static final String CAPTURED_AT = "CamelRoboflowWebrtcCapturedAt";
    @Metadata(description = "Frames per second as the source declares", javaType = "Double", label = "consumer")
    public static final String DECLARED_FPS = "CamelRoboflowWebrtcDeclaredFps";
    @Metadata(description = "Frames per second as the server measures", javaType = "Double", label = "consumer")
    public static final String MEASURED_FPS = "CamelRoboflowWebrtcMeasuredFps";
    @Metadata(description = "Width of the frame in pixels", javaType = "Integer", label = "consumer")
    public static final String WIDTH = "CamelRoboflowWebrtcWidth";
    @Metadata(description = "Height of the frame in pixels", javaType = "Integer", label = "consumer")
    public static final String HEIGHT = "CamelRoboflowWebrtcHeight";
    @Metadata(description = "Errors of the workflow on this frame; absent when there are none", javaType = "java.util.List<String>",
            label = "consumer")
    public static final String ERRORS = "CamelRoboflowWebrtcErrors";
    @Metadata(description = "The prediction, where the body is the frame",
            javaType = "io.github.camelvision.roboflow.webrtc.core.result.InferenceResult",
            label = "consumer")
    public static final String RESULT = "CamelRoboflowWebrtcResult";
    @Metadata(description = "What FrameAnnotator draws on, where the body is the prediction; set by the route",
            javaType = "io.github.camelvision.roboflow.webrtc.core.media.Frame", label = "common")
    public static final String FRAME = "CamelRoboflowWebrtcFrame";
    @Metadata(description = "Kind of a session event: connected, disconnected, gap, dropped, completed", javaType = "String",
            label = "consumer")
    public static final String EVENT = "CamelRoboflowWebrtcEvent";
    @Metadata(description = "Why the server ended the session, on its completed event", javaType = "String", label = "consumer")
    public static final String TERMINATION_REASON = "CamelRoboflowWebrtcTerminationReason";
    @Metadata(description = "Results that were dropped since the result before, because the route was slower; on a session event: "
            + "events that were, because too many waited. Absent when none",
            javaType = "Long", label = "consumer")
    public static final String DROPPED = "CamelRoboflowWebrtcDropped";

    @Metadata(description = "Kind of an event of an object: appeared, updated, ended, entered, left, dwelling, crossed, count, occupied, "
            + "empty", javaType = "String", label = "consumer")
    public static final String OBJECT_EVENT = "CamelRoboflowWebrtcObjectEvent";
    @Metadata(description = "Id of the object that an event is about", javaType = "String", label = "consumer")
    public static final String OBJECT_ID = "CamelRoboflowWebrtcObjectId";
    @Metadata(description = "Class of the object that an event is about, or that is counted", javaType = "String", label = "consumer")
    public static final String OBJECT_CLASS = "CamelRoboflowWebrtcObjectClass";
    @Metadata(description = "Zone that an event of an object is about", javaType = "String", label = "consumer")
    public static final String ZONE = "CamelRoboflowWebrtcZone";
    @Metadata(description = "Line that an event of an object is about", javaType = "String", label = "consumer")
    public static final String LINE = "CamelRoboflowWebrtcLine";

    @Metadata(
            description = "Best snapshot of the object, JPEG, on its events updated and ended (option snapshots); absent when there is "
                    + "none",
            javaType = "byte[]", label = "consumer")
    public static final String SNAPSHOT = "CamelRoboflowWebrtcSnapshot";

    @Metadata(description = "On a clip: what it was made for, the type of an event of an object, command or predicate. The body is the "
            + "video file", javaType = "String", label = "common")
    public static final String CLIP = "CamelRoboflowWebrtcClip";
    @Metadata(description = "On a clip: path of the file with the results of its frames, a line of JSON each", javaType = "String",
            label = "common")
    public static final String CLIP_RESULTS = "CamelRoboflowWebrtcClipResults";
    @Metadata(description = "On a clip: time of its first frame (ISO-8601)", javaType = "String", label = "common")
    public static final String CLIP_FROM = "CamelRoboflowWebrtcClipFrom";
    @Metadata(description = "On a clip: time of its last frame (ISO-8601)", javaType = "String", label = "common")
    public static final String CLIP_TO = "CamelRoboflowWebrtcClipTo";
    @Metadata(description = "On a clip: ids of the events of objects that it shows; absent when none", javaType = "java.util.List<String>",
            label = "common")
    public static final String CLIP_EVENTS = "CamelRoboflowWebrtcClipEvents";
    @Metadata(description = "On a clip: number of its last frame, where known; CamelRoboflowWebrtcFrameId is that of its first",
            javaType = "Long", label = "common")
    public static final String LAST_FRAME_ID = "CamelRoboflowWebrtcLastFrameId";

    @Metadata(description = "Bytes of the file that were uploaded, on the completed event of a file and on the producer's reply",
            javaType = "Long", label = "common")
    public static final String UPLOADED_BYTES = "CamelRoboflowWebrtcUploadedBytes";
    @Metadata(description = "Size of the file that was uploaded, in bytes, on the completed event of a file and on the producer's reply",
            javaType = "Long", label = "common")
    public static final String UPLOAD_SIZE = "CamelRoboflowWebrtcUploadSize";

    @Metadata(description = "What the producer does instead of sending the body as a frame: reconfigure (changes the outputs of the "
            + "session), reconnect (opens a session that failed or ended, or ends the wait for the next attempt), close (ends the "
            + "session), reloadObjectRules (reads the rules of the consumer's events of objects again), clip (makes a clip around now; an "
            + "InOut exchange waits for it and gets it as body); with protocol=streamManager "
            + "also list, status, pause, resume, terminate and consume, for pipelines of the server", javaType = "String",
            label = "producer",
            enums = "reconfigure,reconnect,close,reloadObjectRules,clip,list,status,pause,resume,terminate,consume")
    public static final String COMMAND = "CamelRoboflowWebrtcCommand";
    @Metadata(description = "With protocol=streamManager: the pipeline that a command is about. Absent: that of the session",
            javaType = "String", label = "producer")
    public static final String PIPELINE_ID = "CamelRoboflowWebrtcPipelineId";
    @Metadata(description = "With the command consume: workflow outputs to leave out of the result (comma-separated, or a List)",
            javaType = "String", label = "producer")
    public static final String EXCLUDED_FIELDS = "CamelRoboflowWebrtcExcludedFields";
    @Metadata(description = "With the command reconfigure: workflow outputs to return as video (comma-separated). Absent: unchanged",
            javaType = "String", label = "producer")
    public static final String STREAM_OUTPUT = "CamelRoboflowWebrtcStreamOutput";
    @Metadata(description = "With the command reconfigure: workflow outputs to return as data (comma-separated; * for all but images, "
            + "empty for metadata only). Absent: unchanged", javaType = "String", label = "producer")
    public static final String DATA_OUTPUT = "CamelRoboflowWebrtcDataOutput";

    private RoboflowWebrtcConstants() {}
}
