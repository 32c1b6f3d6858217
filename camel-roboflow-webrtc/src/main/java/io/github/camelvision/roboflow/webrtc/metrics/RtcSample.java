package io.github.camelvision.roboflow.webrtc.metrics;

import java.util.Map;

/** The newest native statistics of one session, and the bit rates since the ones before. Written by one thread, read by any. */
final class RtcSample {

    private volatile Map<String, Object> values = Map.of();
    private volatile double sentBitrate = Double.NaN;
    private volatile double receivedBitrate = Double.NaN;
    private double sentBytes = Double.NaN;
    private double receivedBytes = Double.NaN;
    private long nanos;

    /** @param now empty when there is no connection */
    synchronized void update(Map<String, Object> now, long nowNanos) {
        values = now;
        double seconds = (nowNanos - nanos) / 1e9;
        double sent = number("connection.bytesSent");
        double received = number("connection.bytesReceived");
        sentBitrate = rate(sentBytes, sent, seconds);
        receivedBitrate = rate(receivedBytes, received, seconds);
        sentBytes = sent;
        receivedBytes = received;
        nanos = nowNanos;
    }

    /** NaN for the first sample of a connection. */
    private static double rate(double before, double now, double seconds) {
        return now >= before && seconds > 0 ? 8 * (now - before) / seconds : Double.NaN;
    }

    double sentBitrate() {
        return sentBitrate;
    }

    double receivedBitrate() {
        return receivedBitrate;
    }

    /** NaN when the native library does not tell it now. */
    double number(String name) {
        return values.get(name) instanceof Number number ? number.doubleValue() : Double.NaN;
    }
}
