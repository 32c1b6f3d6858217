/**
 * The worker's HTTP: paths, cross-origin rules, and which consumer answers for which workflow.
 *
 * <p>From outside: nothing but the worker.
 *
 * <p>Start at {@link WorkerSite}.
 */
package io.github.camelvision.roboflow.webrtc.worker.internal;
