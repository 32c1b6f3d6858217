package io.github.camelvision.roboflow.webrtc.examples.bench;

/**
 * What one run took, worker and client together.
 *
 * @param frames      exchanges that the route got
 * @param seconds     from the first to the last of them
 * @param cpuMillis   processor time of the whole process per frame
 * @param allocatedKb Java heap allocated per frame, in kilobytes
 * @param threads     most threads at a time
 */
record Measurement(int frames, double seconds, double cpuMillis, double allocatedKb, int threads) {

    double framesPerSecond() {
        return frames / seconds;
    }
}
