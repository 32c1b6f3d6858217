/** The HTTP server that a Camel context has, whichever it is. */
package io.github.camelvision.roboflow.webrtc.http;
