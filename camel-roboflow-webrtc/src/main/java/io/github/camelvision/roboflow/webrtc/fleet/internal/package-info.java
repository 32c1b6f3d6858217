/** Which cameras run and which should: for the fleet's consumer only. Start reading at {@code Cameras}. */
package io.github.camelvision.roboflow.webrtc.fleet.internal;
