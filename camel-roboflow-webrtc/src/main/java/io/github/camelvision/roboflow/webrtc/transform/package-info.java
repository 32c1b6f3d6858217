/**
 * Bodies that become other bodies: type converters, and the data types of {@code transform} and of Kamelets.
 *
 * <p>From outside: nothing, Camel finds them.
 *
 * <p>Start at {@link RoboflowWebrtcConverters}.
 */
package io.github.camelvision.roboflow.webrtc.transform;
