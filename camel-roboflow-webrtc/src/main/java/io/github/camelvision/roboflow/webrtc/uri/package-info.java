/** What both components make of the text of an endpoint's URI: its options, and what of it may be shown. */
package io.github.camelvision.roboflow.webrtc.uri;
