/**
 * The client as a Camel component, scheme {@code roboflow-webrtc}.
 *
 * <p>From outside: all that is public; options are in {@link RoboflowWebrtcConfiguration}.
 *
 * <p>Start at {@link RoboflowWebrtcEndpoint}, then {@link RoboflowWebrtcConsumer} and {@link RoboflowWebrtcProducer}.
 */
package io.github.camelvision.roboflow.webrtc.client;
