package io.github.camelvision.roboflow.webrtc.springboot;

import io.github.camelvision.roboflow.webrtc.core.worker.request.WorkerRejectedException;
import io.github.camelvision.roboflow.webrtc.worker.RequestPaths;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
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
    private final ObjectProvider<CamelContext> contexts;

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
        } else if (!hasBody(request) || !request.isAsyncSupported()) {
            chain.doFilter(request, response);
        } else {
            RequestPaths paths = paths(request);
            if (paths == null) {
                chain.doFilter(request, response);
            } else if (request.getContentLengthLong() > RequestPaths.LARGEST_REQUEST) {
                ArrivingBody.refuse(response, WorkerRejectedException.tooLarge());
            } else {
                new ArrivingBody(request, paths.account()).read(PATIENCE);
            }
        }
    }

    private static boolean hasBody(HttpServletRequest request) {
        return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
    }

    /** Null when the request is not for a worker. */
    private RequestPaths paths(HttpServletRequest request) {
        String path = request.getServletPath() + (request.getPathInfo() == null ? "" : request.getPathInfo());
        return contexts.stream().map(RequestPaths::of).filter(paths -> paths.include(path)).findFirst().orElse(null);
    }
}
