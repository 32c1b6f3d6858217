/** Measures this library: whole sessions with {@link io.github.camelvision.roboflow.webrtc.examples.bench.Bench}, parts with JMH. */
package io.github.camelvision.roboflow.webrtc.examples.bench;
