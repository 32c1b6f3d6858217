/** For tests of routes without a server: recordings of sessions, their playback, stills. Needs no test framework, no native library. */
package io.github.camelvision.roboflow.webrtc.testkit;
