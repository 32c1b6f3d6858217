package io.github.camelvision.roboflow.webrtc.examples.fleet;

import io.github.camelvision.roboflow.webrtc.core.wire.CameraOwner;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/** The requests of cameras' owners for a session, as they reach the worker. Any thread. */
final class SessionRequests {

    /** @param nanos when it came, of {@link System#nanoTime()} */
    private record Request(CameraOwner owner, long nanos) {}

    private final Queue<Request> requests = new ConcurrentLinkedQueue<>();

    /** Those that come from now on to the HTTP server of a context that is started. */
    static SessionRequests at(CamelContext context, int port) {
        SessionRequests requests = new SessionRequests();
        VertxPlatformHttpRouter.lookup(context, VertxPlatformHttpRouter.getRouterNameFromPort(port)).route().order(-1)
                .handler(request -> {
                    String owner = request.request().getHeader(CameraOwner.HEADER);
                    if (owner != null) {
                        requests.see(CameraOwner.parse(owner), System.nanoTime());
                    }
                    request.next();
                });
        return requests;
    }

    void see(CameraOwner owner, long nanos) {
        requests.add(new Request(owner, nanos));
    }

    /**
     * How long it took until each camera of a node was requested by its next owner.
     *
     * @param owners the node as owner of each of its cameras
     * @return empty: one of them was not
     */
    Optional<Duration> takenOver(Collection<CameraOwner> owners, long sinceNanos) {
        long longest = 0;
        for (CameraOwner former : owners) {
            Optional<Long> first = requests.stream().filter(request -> request.owner().camera().equals(former.camera())
                    && request.owner().epoch() > former.epoch()).map(request -> request.nanos() - sinceNanos).findFirst();
            if (first.isEmpty()) {
                return Optional.empty();
            }
            longest = Math.max(longest, first.get());
        }
        return Optional.of(Duration.ofNanos(longest));
    }
}
