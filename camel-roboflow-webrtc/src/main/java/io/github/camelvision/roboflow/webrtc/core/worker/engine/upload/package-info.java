/**
 * A file that a client uploads, in chunks, into a temporary file within the quota of the worker.
 *
 * <p>From outside: nothing but the worker's engine.
 *
 * <p>Start at {@link UploadReceiver}.
 */
package io.github.camelvision.roboflow.webrtc.core.worker.engine.upload;
