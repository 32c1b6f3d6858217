package io.github.camelvision.roboflow.webrtc.examples.bench.peers;

/**
 * What one run of a job took. Both sides' numbers are from the first result to the last.
 *
 * @param messages        results that the client got
 * @param seconds         from the first to the last of them
 * @param clientMillis    processor time of the client a message; of the worker likewise
 * @param clientCompilers the part of it that was the JIT compilers'; of the worker likewise
 * @param clientMib       resident memory of the client's process at the end, in MiB; 0 is unknown
 * @param connectMillis   from the client's start of the session to its connection; 0 where it is not measured
 * @param firstMillis     from the client's start of the session to its first result
 * @param medianMillis    delay between sending a frame and its answer; 0 where there is none
 * @param sessionKib      resident memory of each further session, in KiB; 0 where it is not measured
 */
record Row(String job, Pair pair, int messages, double seconds, double clientMillis, double workerMillis,
        double clientCompilers, double workerCompilers, long clientMib, long workerMib, double connectMillis, double firstMillis,
        double medianMillis, double p95Millis, double sessionKib) {

    double perSecond() {
        return seconds > 0 ? messages / seconds : 0;
    }
}
