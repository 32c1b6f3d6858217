/**
 * What a server's refusal means and what cures it: status, body and headers become one sentence.
 *
 * <p>From outside: the rooms of signalling only.
 *
 * <p>Start at {@link CallErrors}.
 */
package io.github.camelvision.roboflow.webrtc.core.signalling.refusal;
