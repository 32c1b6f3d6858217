package io.github.camelvision.roboflow.webrtc.core.source;

/**
 * How far the upload of a file has come.
 *
 * @param chunks chunks handed to the network so far (docs/protocol.adoc#uploads)
 * @param totalChunks chunks in all
 * @param bytes bytes of the file in these chunks
 * @param totalBytes size of the file
 */
public record UploadProgress(long chunks, long totalChunks, long bytes, long totalBytes) {

    /** Of the bytes, 0 to 100. */
    public int percent() {
        return totalBytes == 0 ? 100 : (int) (100.0 * bytes / totalBytes);
    }

    /** Whether all of the file is on its way. */
    public boolean complete() {
        return chunks == totalChunks;
    }
}
