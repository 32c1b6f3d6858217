/**
 * What both components make of the text of an endpoint's URI: its options, and what of it may be shown.
 *
 * <p>From outside: all that is public.
 *
 * <p>Start at {@link OptionUri}.
 */
package io.github.camelvision.roboflow.webrtc.uri;
