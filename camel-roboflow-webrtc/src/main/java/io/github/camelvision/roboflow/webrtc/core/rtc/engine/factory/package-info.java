/**
 * Factories of the native library, made, replaced and disposed; and how its calls and callbacks are guarded.
 *
 * <p>From outside: nothing. Native state is closed in a fixed order: state, video, channels, connection, tracks, sources, factory.
 *
 * <p>Start at {@link FactoryPool}.
 */
package io.github.camelvision.roboflow.webrtc.core.rtc.engine.factory;
