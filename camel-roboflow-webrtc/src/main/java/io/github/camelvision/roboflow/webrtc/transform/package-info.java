/** Data types of the component, for {@code transform} in routes and the data types of Kamelets. */
package io.github.camelvision.roboflow.webrtc.transform;
