/** The worker as a Camel component, scheme {@code roboflow-webrtc-worker}: a route is the workflow behind any Roboflow client. */
package io.github.camelvision.roboflow.webrtc.worker;
