/**
 * The worker as a Camel component, scheme {@code roboflow-webrtc-worker}: a route is the workflow behind any Roboflow client.
 *
 * <p>From outside: all that is public; options are in {@link WorkerConfiguration}.
 *
 * <p>Start at {@link WorkerEndpoint}, then {@link WorkerConsumer}.
 */
package io.github.camelvision.roboflow.webrtc.worker;
