package io.github.camelvision.roboflow.webrtc.core.signalling.refusal;

/**
 * One HTTP answer, read to its end or to its cap.
 *
 * @param status HTTP status
 * @param retryAfter header {@code Retry-After} as received; null: none
 * @param location header {@code Location} as received; null: none
 * @param body the bytes, undecoded; of an error answer perhaps only the beginning
 * @param truncated whether the cap cut the body
 */
public record HttpReply(int status, String retryAfter, String location, byte[] body, boolean truncated) {}
