package io.github.camelvision.roboflow.webrtc.core.source.file;

import io.github.camelvision.roboflow.webrtc.core.error.FileTrouble;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeer;
import io.github.camelvision.roboflow.webrtc.core.source.Source;
import io.github.camelvision.roboflow.webrtc.core.source.SourceHost;
import io.github.camelvision.roboflow.webrtc.core.source.SourceRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A video file, uploaded over its own data channel and decoded by the server (docs/protocol.adoc#uploads). Frames come back on the data
 * channel as JPEG (every one, in order) or as video track.
 */
public final class VideoFileSource implements Source {

    private final Path file;
    private final String origin;
    private final boolean framesByTrack;

    public VideoFileSource(Path file, boolean framesByTrack) {
        this(file, framesByTrack, "sourceUri");
    }

    /** @param origin what named the file, as messages begin */
    public VideoFileSource(Path file, boolean framesByTrack, String origin) {
        this.file = file;
        this.origin = origin;
        this.framesByTrack = framesByTrack;
    }

    @Override
    public SourceRun attach(RtcPeer peer, SourceHost host) {
        long size = size();
        if (framesByTrack) {
            peer.receiveVideo();
        }
        return new VideoFileUpload(file, size, framesByTrack, peer, host);
    }

    private long size() {
        if (Files.isDirectory(file)) {
            throw new SourceException(origin + ": " + file + " is a directory: name one video file", false);
        }
        if (!Files.isRegularFile(file)) {
            throw new SourceException(origin + ": there is no file " + file + ": check the path; a relative one is looked up in the "
                    + "working directory", false);
        }
        if (!Files.isReadable(file)) {
            throw new SourceException(origin + ": the file " + file + " may not be read by this user", false);
        }
        try {
            long size = Files.size(file);
            if (size == 0) {
                throw new SourceException(origin + ": the file " + file + " is empty", false);
            }
            return size;
        } catch (IOException e) {
            throw new SourceException(origin + ": the file " + file + " cannot be read: " + FileTrouble.of(e), false, e);
        }
    }

    @Override
    public void check() {
        size();
    }

    @Override
    public boolean live() {
        return false;
    }
}
