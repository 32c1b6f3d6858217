/** How both components run their routes. */
package io.github.camelvision.roboflow.webrtc.route;
