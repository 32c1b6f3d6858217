package io.github.camelvision.roboflow.webrtc.core.source.file;

import io.github.camelvision.roboflow.webrtc.core.error.FileTrouble;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcChannel;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeer;
import io.github.camelvision.roboflow.webrtc.core.source.OutputRequest;
import io.github.camelvision.roboflow.webrtc.core.source.SourceHost;
import io.github.camelvision.roboflow.webrtc.core.source.SourceRun;
import io.github.camelvision.roboflow.webrtc.core.source.UploadProgress;
import io.github.camelvision.roboflow.webrtc.core.wire.UploadChunk;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One upload of a file over the channel {@code video_upload}, in pieces as the channel takes them. */
final class VideoFileUpload implements SourceRun, RtcChannel.Listener {

    /** Roboflow's own client keeps no more than this waiting (docs/protocol.adoc#uploads). */
    private static final long BUFFER_LIMIT = 256 * 1024;
    private static final Duration POLL = Duration.ofMillis(2);

    private final Path file;
    private final long size;
    private final long totalChunks;
    private final boolean framesByTrack;
    private final SourceHost host;
    private final RtcChannel channel;
    private InputStream in;
    private long sentChunks;
    private byte[] waiting;
    private boolean connected;
    private boolean closed;

    VideoFileUpload(Path file, long size, boolean framesByTrack, RtcPeer peer, SourceHost host) {
        this.file = file;
        this.size = size;
        this.totalChunks = UploadChunk.chunksOf(size);
        this.framesByTrack = framesByTrack;
        this.host = host;
        this.channel = peer.createChannel("video_upload", this);
    }

    @Override
    public Map<String, Object> requestParameters() {
        return Map.of("video_file_upload", true);
    }

    @Override
    public OutputRequest outputs(OutputRequest wanted) {
        if (framesByTrack) {
            return wanted;
        }
        List<String> data = new ArrayList<>(wanted.dataOutput() == null ? List.of() : wanted.dataOutput());
        if (wanted.streamOutput() != null) {
            wanted.streamOutput().stream().filter(name -> !name.isBlank() && !data.contains(name)).forEach(data::add);
        }
        return new OutputRequest(List.of(), data, wanted.realtime());
    }

    @Override
    public void connected() {
        connected = true;
        pump();
    }

    @Override
    public void onOpen() {
        host.loop().offerControl(this::pump);
    }

    @Override
    public void onClosed() {
        host.loop().offerInOrder(() -> {
            if (!closed && sentChunks < totalChunks) {
                fail("the server closed the upload after " + sentChunks + " of " + totalChunks
                        + " chunks; it may limit the size of uploads", null);
            }
        });
    }

    @Override
    public void onMessage(byte[] data, boolean binary) {
        // the server only echoes keep-alive pings here (docs/protocol.adoc#keep-alive)
    }

    private void pump() {
        if (closed || !connected || !channel.isOpen()) {
            return;
        }
        try {
            if (in == null && sentChunks == 0) {
                in = Files.newInputStream(file);
            }
            while (sentChunks < totalChunks && channel.bufferedAmount() <= BUFFER_LIMIT) {
                if (waiting == null) {
                    waiting = nextChunk();
                }
                if (!channel.trySend(waiting, true)) {
                    break;
                }
                waiting = null;
                sentChunks++;
                host.uploaded(new UploadProgress(sentChunks, totalChunks, Math.min(sentChunks * UploadChunk.PAYLOAD, size), size));
            }
            if (sentChunks < totalChunks) {
                host.loop().schedule(POLL, this::pump);
            } else {
                closeFile();
            }
        } catch (IllegalArgumentException e) {
            fail("the server takes no messages of " + waiting.length + " bytes, which the chunks of an upload have", e);
        } catch (IOException e) {
            fail("the file " + file + " cannot be read: " + FileTrouble.of(e), e);
        }
    }

    private byte[] nextChunk() throws IOException {
        byte[] payload = in.readNBytes(UploadChunk.PAYLOAD);
        if (payload.length == 0) {
            throw new IOException("it became shorter while it was uploaded");
        }
        return new UploadChunk(sentChunks, totalChunks, payload).encode();
    }

    private void fail(String why, Exception cause) {
        close();
        host.failed(new SourceException("source=file: " + why, false, cause));
    }

    private void closeFile() throws IOException {
        if (in != null) {
            in.close();
            in = null;
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            closeFile();
        } catch (IOException e) {
            org.slf4j.LoggerFactory.getLogger(VideoFileUpload.class).debug("Closing {} failed", file, e);
        }
    }
}
