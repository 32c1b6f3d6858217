/** How much memory a peer may make this process hold. */
package io.github.camelvision.roboflow.webrtc.core.memory;
