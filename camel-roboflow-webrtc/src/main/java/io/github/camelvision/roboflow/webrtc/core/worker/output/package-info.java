/**
 * A frame for the workflow, and what the workflow makes of it.
 *
 * <p>From outside: {@link FrameProcessor}, which is the workflow, {@link FrameTask}, {@link OutputImages}, {@link OutputJson}, {@link
 * PartialOutputs}.
 *
 * <p>Start at {@link FrameTask}.
 */
package io.github.camelvision.roboflow.webrtc.core.worker.output;
