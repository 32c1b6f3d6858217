package io.github.camelvision.roboflow.webrtc.core.rtc.engine.factory;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The one thread for native calls that follow a native callback (they must not be made inside it), for the gathering time-out and
 * for the disposal of idle factories. A daemon that ends when it has nothing to do.
 */
public final class RtcHelper {

    public static final ScheduledThreadPoolExecutor THREAD = create();

    private RtcHelper() {}

    private static ScheduledThreadPoolExecutor create() {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "roboflow-rtc-helper");
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        executor.setKeepAliveTime(5, TimeUnit.SECONDS);
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }
}
