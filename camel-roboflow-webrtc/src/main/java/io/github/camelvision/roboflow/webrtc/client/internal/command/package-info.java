/**
 * What a producer's header or JMX does to a running session, and to pipelines of the Stream Manager.
 *
 * <p>From outside: nothing but the client.
 *
 * <p>Start at {@link SessionCommands}.
 */
package io.github.camelvision.roboflow.webrtc.client.internal.command;
