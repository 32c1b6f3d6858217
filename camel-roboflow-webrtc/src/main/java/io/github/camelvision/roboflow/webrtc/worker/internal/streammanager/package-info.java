/**
 * The older Stream Manager API in front of the same consumers.
 *
 * <p>From outside: nothing but the worker.
 *
 * <p>Start at {@link StreamManagers}.
 */
package io.github.camelvision.roboflow.webrtc.worker.internal.streammanager;
