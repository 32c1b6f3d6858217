/**
 * The live view: a page that shows the sessions of a Camel context and what they see. Knows neither component, only what they tell.
 *
 * <p>From outside: {@link LiveViews}, {@link LiveTap} and the records.
 *
 * <p>Start at {@link LiveViews}.
 */
package io.github.camelvision.roboflow.webrtc.live;
