package io.github.camelvision.roboflow.webrtc.core.signalling.refusal;

import java.net.http.HttpHeaders;

/**
 * One HTTP answer, read to its end or to its cap.
 *
 * @param status HTTP status
 * @param headers as received
 * @param body the bytes, undecoded; of an error answer perhaps only the beginning
 * @param truncated whether the cap cut the body
 */
public record HttpReply(int status, HttpHeaders headers, byte[] body, boolean truncated) {}
