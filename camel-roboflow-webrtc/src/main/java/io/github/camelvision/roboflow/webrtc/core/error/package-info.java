/** Every exception of the library. Depends on nothing. */
package io.github.camelvision.roboflow.webrtc.core.error;
