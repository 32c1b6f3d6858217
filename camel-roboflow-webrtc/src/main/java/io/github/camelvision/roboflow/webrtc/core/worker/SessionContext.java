package io.github.camelvision.roboflow.webrtc.core.worker;

import io.github.camelvision.roboflow.webrtc.core.loop.Loop;

/** What the parts of one session share. */
record SessionContext(String id, WorkerRequest request, WorkerOptions options, WorkerCounters counters, Loop loop,
        SessionDialect dialect) {}
