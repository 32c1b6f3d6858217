package io.github.camelvision.roboflow.webrtc.core.worker.engine.shared;

import io.github.camelvision.roboflow.webrtc.core.loop.Loop;
import io.github.camelvision.roboflow.webrtc.core.loop.SharedThreads;
import io.github.camelvision.roboflow.webrtc.core.worker.SessionDialect;
import io.github.camelvision.roboflow.webrtc.core.worker.WorkerOptions;
import io.github.camelvision.roboflow.webrtc.core.worker.request.WorkerRequest;

/** What the parts of one session share. */
public record SessionContext(String id, WorkerRequest request, WorkerOptions options, WorkerCounters counters, Loop loop,
        SharedThreads threads, SessionDialect dialect, UploadQuota uploads) {}
