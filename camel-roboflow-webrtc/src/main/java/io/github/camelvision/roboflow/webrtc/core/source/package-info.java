/** Where the pictures come from: what each source adds to the peer connection and to the request, and what it does once connected. */
package io.github.camelvision.roboflow.webrtc.core.source;
