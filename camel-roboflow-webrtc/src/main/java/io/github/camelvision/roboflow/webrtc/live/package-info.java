/** The live view: a page that shows the sessions of a Camel context and what they see. Knows neither component, only what they tell. */
package io.github.camelvision.roboflow.webrtc.live;
