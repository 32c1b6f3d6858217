/**
 * The server side of the protocol, without Camel: answers the POST, and is one session for each.
 *
 * <p>From outside: all that is public; its rooms {@code request} and {@code output} too.
 *
 * <p>Start at {@link WorkerServer}:
 * <pre>
 *  native or feed thread   | session loop | processing threads              | session loop
 *  track, upload, capture  |              |                                 |
 *       -&gt; FrameQueue -----|-&gt; FramePump -|-&gt; FrameProcessor -&gt; OutputSelector |-&gt; ResultDelivery -&gt; track, data channel
 * </pre>
 */
package io.github.camelvision.roboflow.webrtc.core.worker;
