/** The serial loop that every session, on either side, runs its decisions and its native calls on. */
package io.github.camelvision.roboflow.webrtc.core.loop;
