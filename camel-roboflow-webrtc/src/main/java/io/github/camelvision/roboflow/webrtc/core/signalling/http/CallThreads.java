package io.github.camelvision.roboflow.webrtc.core.signalling.http;

import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads of the calls under way, which bound how many there are. Idle ones end by themselves. */
public final class CallThreads {

    public static final ThreadPoolExecutor EXECUTOR = new ThreadPoolExecutor(0, Integer.MAX_VALUE, 5, TimeUnit.SECONDS,
            new SynchronousQueue<>(), CallThreads::thread);

    private static final AtomicInteger THREADS = new AtomicInteger();

    private CallThreads() {}

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "roboflow-webrtc-signalling-" + THREADS.incrementAndGet());
        thread.setDaemon(true);
        thread.setContextClassLoader(CallThreads.class.getClassLoader());
        return thread;
    }
}
