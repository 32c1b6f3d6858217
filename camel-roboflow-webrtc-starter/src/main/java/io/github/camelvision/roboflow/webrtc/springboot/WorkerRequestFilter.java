package io.github.camelvision.roboflow.webrtc.springboot;

import io.github.camelvision.roboflow.webrtc.worker.RequestPaths;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.CamelContext;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Reads the bodies of requests to workers before Camel does, without a thread that waits, in bounded time and memory. Camel reads the
 * whole body, whatever its size, on one of a few threads. The last of the filters, so that all others saw the request.
 */
final class WorkerRequestFilter extends OncePerRequestFilter {

    /** From the request's headers to the end of its body. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** Bytes of all bodies that are being read or handled. */
    private static final long ALL_TOGETHER = 32L * RequestPaths.LARGEST_REQUEST;

    private final ObjectProvider<CamelContext> contexts;
    private final AtomicLong held = new AtomicLong();

    WorkerRequestFilter(ObjectProvider<CamelContext> contexts) {
        this.contexts = contexts;
    }

    /** The dispatch that follows when the body is there. */
    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request.getAttribute(ArrivingBody.ATTRIBUTE) instanceof ArrivingBody body) {
            chain.doFilter(body.in(request), response);
        } else if (!hasBody(request) || !isForWorker(request) || !request.isAsyncSupported()) {
            chain.doFilter(request, response);
        } else if (request.getContentLengthLong() > RequestPaths.LARGEST_REQUEST) {
            ArrivingBody.refuse(response, ArrivingBody.Refusal.TOO_LARGE);
        } else {
            new ArrivingBody(request, held, ALL_TOGETHER).read(PATIENCE);
        }
    }

    private static boolean hasBody(HttpServletRequest request) {
        return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
    }

    private boolean isForWorker(HttpServletRequest request) {
        String path = request.getServletPath() + (request.getPathInfo() == null ? "" : request.getPathInfo());
        return contexts.stream().anyMatch(context -> RequestPaths.of(context).include(path));
    }
}
