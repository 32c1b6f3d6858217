/** What every HTTP client of this component keeps to: the way through proxies. Knows nothing of the protocol. */
package io.github.camelvision.roboflow.webrtc.core.http;
