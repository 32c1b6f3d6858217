/**
 * What the older Stream Manager API has beside the worker's: its options and its pipelines' commands.
 *
 * <p>From outside: nothing but the client.
 *
 * <p>Start at {@link StreamManagerSetup}.
 */
package io.github.camelvision.roboflow.webrtc.client.internal.streammanager;
