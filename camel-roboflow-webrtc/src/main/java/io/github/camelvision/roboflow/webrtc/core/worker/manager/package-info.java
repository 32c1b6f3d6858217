/**
 * The Stream Manager, the older API with pipelines (docs/protocol.adoc#stream-manager), in front of workers: {@link PipelineManager}
 * carries out its commands, {@link ManagerTcpServer} takes them from a TCP port. A pipeline is a worker's session that speaks another
 * dialect.
 */
package io.github.camelvision.roboflow.webrtc.core.worker.manager;
