package io.github.camelvision.roboflow.webrtc.worker;

import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import io.github.camelvision.roboflow.webrtc.core.worker.request.WorkerRejectedException;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;

/**
 * The HTTP paths under which a context's workers take requests, for an HTTP server that limits what it reads. A path is remembered when
 * its worker stops. Thread-safe.
 */
public final class RequestPaths {

    /** Bytes of the body of a request; one with more is refused. */
    public static final int LARGEST_REQUEST = WorkerRejectedException.LARGEST_REQUEST;

    private final Set<String> paths = ConcurrentHashMap.newKeySet();
    private final CamelContext context;

    private RequestPaths(CamelContext context) {
        this.context = context;
    }

    /** Those of the context, none at first. */
    public static synchronized RequestPaths of(CamelContext context) {
        RequestPaths paths = context.getCamelContextExtension().getContextPlugin(RequestPaths.class);
        if (paths == null) {
            paths = new RequestPaths(context);
            context.getCamelContextExtension().addContextPlugin(RequestPaths.class, paths);
        }
        return paths;
    }

    /** @param path as Camel's REST has it: a part in braces stands for anything */
    public void add(String path) {
        String text = normal(path);
        int variable = text.indexOf('{');
        paths.add(variable < 0 ? text : text.substring(0, variable));
    }

    /** @param path decoded, perhaps with something before what the worker knows */
    public boolean include(String path) {
        String text = normal(path);
        return paths.stream().anyMatch(known -> known.endsWith("/") ? text.contains(known) : text.endsWith(known));
    }

    /** For the bytes of one request, in the budget that the workers have; to be closed when it is answered. */
    public MemoryBudget.Account account() {
        MemoryBudget memory = context.hasComponent(WorkerComponent.SCHEME) instanceof WorkerComponent component ? component.memory()
                : MemoryBudget.heap();
        return memory.account("A request on its way to the worker");
    }

    private static String normal(String path) {
        String text = ("/" + path).replaceAll("/+", "/").toLowerCase(Locale.ROOT);
        return text.length() > 1 && text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }
}
