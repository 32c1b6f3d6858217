/** A client session: one connection after the other to one server, what arrives on it, and how it survives. */
package io.github.camelvision.roboflow.webrtc.core.session;
