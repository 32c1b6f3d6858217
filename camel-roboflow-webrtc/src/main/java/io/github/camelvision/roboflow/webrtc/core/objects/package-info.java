/**
 * Events of objects: results and times go into an engine, and out come events of what happened: an object appeared, entered a zone,
 * crossed a line. Pure: no thread, no clock, no I/O, and the same input gives the same events. Start at {@link
 * io.github.camelvision.roboflow.webrtc.core.objects.ObjectEngine}; docs/events.adoc says what the events mean.
 */
package io.github.camelvision.roboflow.webrtc.core.objects;
