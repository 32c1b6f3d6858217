/** Where processor time goes in a process of the bench, by its threads: start at {@link ThreadProfile}. */
package io.github.camelvision.roboflow.webrtc.examples.bench.profile;
