/** The client as a Camel component, scheme {@code roboflow-webrtc}: the door to this library for people who know Camel. */
package io.github.camelvision.roboflow.webrtc;
