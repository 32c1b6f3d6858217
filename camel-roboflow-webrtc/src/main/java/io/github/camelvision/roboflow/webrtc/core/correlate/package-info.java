/**
 * Which result belongs to which frame, where the server's answer does not say it. Pure: one thread, no clock (time is an argument), no
 * I/O.
 *
 * <p>From outside: {@link FrameCorrelation} for frames that were sent, {@link FramePairing} for frames that come back by track.
 *
 * <p>Start at {@link FrameCorrelation}. How it works:
 * <pre>
 *  pushes here      t0    t1      t2   t3          times of our clock
 *                    \     \       \    \          one offset, unknown at first
 *  results there    p0    p1      p2   p3          times of the server's clock
 * </pre>
 * <ol>
 * <li>The primer: the first frame goes out again at irregular gaps (a Golomb ruler) until results name the push they count from.
 * <li>{@link FrameCorrelation} then matches distances between results with distances between pushes ({@link SendHistory}).
 * <li>The flush: the last frame of a burst is repeated until it is answered. {@link Repeats} knows results of repeats, which nobody sees.
 * <li>{@link FrameTrust} refuses answers after a gap until a marker, a frame of another size, came through.
 * <li>{@link FramePairing} joins frames of a track with results: by a {@link RtpOffset} that it learns.
 * </ol>
 */
package io.github.camelvision.roboflow.webrtc.core.correlate;
