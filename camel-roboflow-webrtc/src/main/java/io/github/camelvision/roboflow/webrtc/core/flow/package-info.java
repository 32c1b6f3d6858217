/**
 * Flow control and the matching of what was sent with what comes back. Pure algorithms: single-threaded, no clock (time is an
 * argument), no I/O; memory is bounded by capacities given at construction.
 */
package io.github.camelvision.roboflow.webrtc.core.flow;
