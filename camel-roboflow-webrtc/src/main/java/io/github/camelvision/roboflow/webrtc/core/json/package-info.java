/**
 * JSON read with caps, and bodies that are JSON: token scan, exact numbers, the common shape of what results write.
 *
 * <p>From outside: {@link Json} and {@link JsonBody}; the serializers are Jackson's way in.
 *
 * <p>Start at {@link Json}.
 */
package io.github.camelvision.roboflow.webrtc.core.json;
