/**
 * Video files, uploaded as they are; and videos of the web, downloaded first.
 *
 * <p>From outside: {@link VideoFileSource}, {@link VideoUrlSource}, {@link VideoUrlOptions}.
 *
 * <p>Start at {@link VideoFileSource}.
 */
package io.github.camelvision.roboflow.webrtc.core.source.file;
