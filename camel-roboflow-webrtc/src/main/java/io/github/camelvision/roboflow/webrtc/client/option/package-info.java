/**
 * Options of the client that are one of a few words.
 *
 * <p>From outside: all that is public.
 *
 * <p>Start anywhere: each says what its words mean.
 */
package io.github.camelvision.roboflow.webrtc.client.option;
