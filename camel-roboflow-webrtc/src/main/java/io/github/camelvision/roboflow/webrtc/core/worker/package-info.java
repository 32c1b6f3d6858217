/**
 * The server side of the protocol, without Camel: {@link WorkerServer} answers the POST, one {@link WorkerSession} lives per POST,
 * and a {@link FrameProcessor} is the workflow.
 *
 * <pre>
 * native or feed thread   | session loop | processing threads              | session loop
 * track, upload, capture  |              |                                 |
 *      -&gt; FrameQueue -----|-&gt; FramePump -|-&gt; FrameProcessor -&gt; OutputSelector |-&gt; ResultDelivery -&gt; track, data channel
 * </pre>
 */
package io.github.camelvision.roboflow.webrtc.core.worker;
