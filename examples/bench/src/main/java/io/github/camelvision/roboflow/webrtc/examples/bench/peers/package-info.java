/** Each side in a process of its own, ours or Python's on aiortc, in every combination: start at {@link Comparison}. */
package io.github.camelvision.roboflow.webrtc.examples.bench.peers;
