package io.github.camelvision.roboflow.webrtc.testing;

/**
 * One cell of the interoperability matrix, as a file in {@code target/interop}; {@code .ci/MeasuredTables.java} makes the table of them.
 *
 * @param sent     frames that were sent, that the file has, or that the server took from a stream until enough were answered
 * @param answered frames whose result, with the right number, reached the client
 */
public record InteropRecord(String client, String server, String source, String output, long sent, long answered) {

    public void write() {
        MeasuredRow.write("interop", String.join("-", client, server, source, output), this);
    }
}
