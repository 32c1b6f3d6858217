package io.github.camelvision.roboflow.webrtc.core.source.gate;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;

/** A frame that was captured here. @param nanos System.nanoTime() when that was */
public record CapturedFrame(Frame frame, long nanos) {}
