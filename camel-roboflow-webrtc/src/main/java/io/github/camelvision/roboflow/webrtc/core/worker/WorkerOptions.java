package io.github.camelvision.roboflow.webrtc.core.worker;

import io.github.camelvision.roboflow.webrtc.core.error.OptionLimit;
import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import io.github.camelvision.roboflow.webrtc.core.rtc.IceConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/** Options of a worker. Immutable; the names and defaults are those of the worker's URI. */
public final class WorkerOptions {

    private final Builder values;

    private WorkerOptions(Builder values) {
        this.values = values;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The defaults. */
    public static WorkerOptions defaults() {
        return builder().build();
    }

    /** The only workflow id served; null serves any workflow, specifications too. */
    public String workflowId() {
        return values.workflowId;
    }

    /** Keys that are let in; empty lets everybody in. */
    public Set<String> apiKeys() {
        return values.apiKeys;
    }

    /** Sessions at a time. */
    public int maxSessions() {
        return values.maxSessions;
    }

    /** Frames that may be ahead of the client's last ACK (docs/protocol.adoc#ack). */
    public int ackWindow() {
        return values.ackWindow;
    }

    /** Whether results are compressed. Browsers' SDKs cannot read that, so plain JSON is the default. */
    public boolean gzip() {
        return values.gzip;
    }

    /** 1 to 100, of images on the data channel. */
    public int jpegQuality() {
        return values.jpegQuality;
    }

    /** Hosts that the worker may capture {@code rtsp_url} and {@code mjpeg_url} from; {@code *} is any. Empty: none. */
    public Set<String> allowedSourceHosts() {
        return values.allowedSourceHosts;
    }

    /** Whether a camera's certificate must be one that the JVM trusts. */
    public boolean verifySourceCertificate() {
        return values.verifySourceCertificate;
    }

    /** Largest uploaded file, bytes. */
    public long maxUploadSize() {
        return values.maxUploadSize;
    }

    /** A session in which nothing happens this long is closed. */
    public Duration idleTimeout() {
        return values.idleTimeout;
    }

    /** Longest life of a session, as {@code processing_timeout} of the client; null is no limit. */
    public Duration maxSessionAge() {
        return values.maxSessionAge;
    }

    /** The worker, as its log lines name it. */
    public String name() {
        return values.name;
    }

    /** The worker's own ICE servers; those of a request are added where {@link #allowedIceHosts} says so. */
    public IceConfig iceServers() {
        return values.iceServers;
    }

    /** Frames of one session in process at a time; results are sent in order all the same. */
    public int maxInFlight() {
        return values.maxInFlight;
    }

    /** Where uploads are kept while they are processed; null is the system's directory for temporary files. */
    public Path uploadDirectory() {
        return values.uploadDirectory;
    }

    /** Bytes that the uploads of all sessions may take on the disk. */
    public long maxUploadTotal() {
        return values.maxUploadTotal;
    }

    /** Hosts of STUN and TURN servers that clients may name; {@code *} is any. Empty: none. */
    public Set<String> allowedIceHosts() {
        return values.allowedIceHosts;
    }

    /** Whether a camera's newer owner ends the sessions of its former ones (docs/protocol.adoc#owner). */
    public boolean fencing() {
        return values.fencing;
    }

    /** What the sessions share for all that their clients send. */
    public MemoryBudget memory() {
        return values.memory;
    }

    /** Without the keys. */
    @Override
    public String toString() {
        return "WorkerOptions[workflowId=" + values.workflowId + ", maxSessions=" + values.maxSessions + ", ackWindow=" + values.ackWindow
                + ", gzip=" + values.gzip + "]";
    }

    /** Collects options; unset ones keep their default. */
    public static final class Builder {

        private String workflowId;
        private Set<String> apiKeys = Set.of();
        private int maxSessions = 10;
        private int ackWindow = 1;
        private boolean gzip;
        private int jpegQuality = 80;
        private Set<String> allowedSourceHosts = Set.of();
        private boolean verifySourceCertificate = true;
        private long maxUploadSize = 2L * 1024 * 1024 * 1024;
        private Duration idleTimeout = Duration.ofSeconds(60);
        private Duration maxSessionAge;
        private String name = "the worker";
        private IceConfig iceServers = IceConfig.NONE;
        private int maxInFlight = 1;
        private Path uploadDirectory;
        private long maxUploadTotal = 4L * 1024 * 1024 * 1024;
        private Set<String> allowedIceHosts = Set.of();
        private boolean fencing;
        private MemoryBudget memory = MemoryBudget.heap();

        private Builder() {}

        private Builder(Builder other) {
            workflowId = other.workflowId;
            apiKeys = other.apiKeys;
            maxSessions = other.maxSessions;
            ackWindow = other.ackWindow;
            gzip = other.gzip;
            jpegQuality = other.jpegQuality;
            allowedSourceHosts = other.allowedSourceHosts;
            verifySourceCertificate = other.verifySourceCertificate;
            maxUploadSize = other.maxUploadSize;
            idleTimeout = other.idleTimeout;
            maxSessionAge = other.maxSessionAge;
            name = other.name;
            iceServers = other.iceServers;
            maxInFlight = other.maxInFlight;
            uploadDirectory = other.uploadDirectory;
            maxUploadTotal = other.maxUploadTotal;
            allowedIceHosts = other.allowedIceHosts;
            fencing = other.fencing;
            memory = other.memory;
        }

        public Builder workflowId(String value) {
            workflowId = value;
            return this;
        }

        public Builder apiKeys(Iterable<String> values) {
            apiKeys = Set.copyOf(list(values));
            return this;
        }

        public Builder maxSessions(int value) {
            maxSessions = atLeastOne("maxSessions", value);
            return this;
        }

        public Builder ackWindow(int value) {
            ackWindow = atLeastOne("ackWindow", value);
            return this;
        }

        public Builder gzip(boolean value) {
            gzip = value;
            return this;
        }

        public Builder jpegQuality(int value) {
            if (value < 1 || value > 100) {
                throw new IllegalArgumentException("The option jpegQuality must be 1 to 100, not " + value);
            }
            jpegQuality = value;
            return this;
        }

        public Builder verifySourceCertificate(boolean value) {
            verifySourceCertificate = value;
            return this;
        }

        public Builder allowedSourceHosts(Iterable<String> values) {
            allowedSourceHosts = Set.copyOf(list(values));
            return this;
        }

        public Builder maxUploadSize(long value) {
            maxUploadSize = atLeastOne("maxUploadSize", value);
            return this;
        }

        public Builder idleTimeout(Duration value) {
            atLeastOne("idleTimeout", value.toMillis());
            idleTimeout = value;
            return this;
        }

        public Builder maxSessionAge(Duration value) {
            maxSessionAge = value;
            return this;
        }

        public Builder name(String value) {
            name = value;
            return this;
        }

        public Builder iceServers(IceConfig value) {
            iceServers = value;
            return this;
        }

        public Builder maxInFlight(int value) {
            maxInFlight = atLeastOne("maxInFlight", value);
            return this;
        }

        public Builder uploadDirectory(Path value) {
            uploadDirectory = value;
            return this;
        }

        public Builder maxUploadTotal(long value) {
            maxUploadTotal = atLeastOne("maxUploadTotal", value);
            return this;
        }

        public Builder allowedIceHosts(Iterable<String> values) {
            allowedIceHosts = Set.copyOf(list(values));
            return this;
        }

        public Builder memory(MemoryBudget value) {
            memory = value;
            return this;
        }

        /** Only with {@link #apiKeys}: else anybody could end the sessions of others. */
        public Builder fencing(boolean value) {
            fencing = value;
            return this;
        }

        public WorkerOptions build() {
            if (fencing && apiKeys.isEmpty()) {
                throw new IllegalArgumentException(
                        "The option fencing=true needs apiKeys: without them anybody could end others' sessions");
            }
            return new WorkerOptions(new Builder(this));
        }

        private static List<String> list(Iterable<String> values) {
            return values == null ? List.of() : StreamSupport.stream(values.spliterator(), false).distinct().toList();
        }

        private static <T extends Number> T atLeastOne(String name, T value) {
            OptionLimit.atLeast(1, name, value.longValue());
            return value;
        }
    }
}
