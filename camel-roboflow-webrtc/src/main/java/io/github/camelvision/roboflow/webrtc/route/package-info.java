/**
 * How both components run their routes: one exchange, whatever comes out of it.
 *
 * <p>From outside: all of it.
 *
 * <p>Start at {@link RouteCall}.
 */
package io.github.camelvision.roboflow.webrtc.route;
