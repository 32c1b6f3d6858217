/**
 * What a fleet does with Kafka, whose client library may be absent: nothing outside this package names its types. Start reading at
 * {@code KafkaRegistry}.
 */
package io.github.camelvision.roboflow.webrtc.fleet.internal.kafka;
