package io.github.camelvision.roboflow.webrtc.live;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.ExtendedStartupListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live views of one context by path. A view shows the sessions of every component of the context, so components that ask for the
 * same path share it. It is served once the context has started, since the HTTP server is not there before.
 */
public final class LiveViews {

    public static final String DEFAULT_PATH = "/roboflow-webrtc";
    public static final String DEFAULT_USER = "live";

    private static final Logger LOG = LoggerFactory.getLogger(LiveViews.class);

    private final CamelContext context;
    private final Map<String, Integer> users = new HashMap<>();
    /** Any of them lets in; empty: everybody may watch. */
    private final Map<String, Set<LiveLogin>> logins = new HashMap<>();
    private final Map<String, LiveViewHttp> running = new HashMap<>();

    private LiveViews(CamelContext context) {
        this.context = context;
    }

    public static LiveViews of(CamelContext context) {
        synchronized (context) {
            LiveViews views = context.getCamelContextExtension().getContextPlugin(LiveViews.class);
            if (views == null) {
                views = new LiveViews(context);
                context.getCamelContextExtension().addContextPlugin(LiveViews.class, views);
            }
            return views;
        }
    }

    /**
     * Opens the view at this path, if it is not, now or once the context has started.
     *
     * @param password null: no login is asked for, unless another component that has the same path asks for one
     * @throws IllegalArgumentException when it is no path
     * @throws IllegalStateException when the context has no HTTP server
     */
    public void open(String path, String user, String password) throws Exception {
        String normalised = normalised(path);
        synchronized (this) {
            Set<LiveLogin> known = logins.computeIfAbsent(normalised, key -> ConcurrentHashMap.newKeySet());
            if (password != null) {
                known.add(new LiveLogin(user, password));
            }
            users.merge(normalised, 1, Integer::sum);
        }
        if (context.getStatus().isStarted()) {
            start(normalised);
        } else {
            context.addStartupListener(new ExtendedStartupListener() {
                @Override
                public void onCamelContextStarted(CamelContext started, boolean alreadyStarted) {
                    // too early: the HTTP server may not be up yet
                }

                @Override
                public void onCamelContextFullyStarted(CamelContext started, boolean alreadyStarted) throws Exception {
                    start(normalised);
                }
            });
        }
    }

    private synchronized void start(String path) throws Exception {
        if (users.containsKey(path) && !running.containsKey(path)) {
            LiveViewHttp http = new LiveViewHttp(context, path, new LiveView(context.getName(), this::sessions), logins.get(path));
            http.start();
            running.put(path, http);
            LOG.info("Live view at {}/ of this application's HTTP server{}", path, logins.get(path).isEmpty()
                    ? ": without liveViewPassword everybody who reaches it may watch" : ", with a login");
        }
    }

    /** The component no longer needs the view at this path; closes it with the last one. */
    public synchronized void close(String path) {
        String normalised = normalised(path);
        Integer left = users.computeIfPresent(normalised, (key, count) -> count == 1 ? null : count - 1);
        LiveViewHttp http = left == null ? running.remove(normalised) : null;
        if (left == null) {
            logins.remove(normalised);
        }
        if (http != null) {
            http.stop();
        }
    }

    private static String normalised(String path) {
        String stripped = path == null ? "" : path.strip().replaceAll("/+$", "");
        if (!stripped.matches("(/[A-Za-z0-9._~-]+)+")) {
            throw new IllegalArgumentException("The option liveViewPath must be a path such as " + DEFAULT_PATH + ", not '" + path + "'");
        }
        return stripped;
    }

    private List<LiveSession> sessions() {
        List<LiveSession> all = new ArrayList<>();
        for (String name : context.getComponentNames()) {
            if (context.hasComponent(name) instanceof LiveComponent component) {
                all.addAll(component.liveSessions());
            }
        }
        all.sort(Comparator.comparing(LiveSession::id));
        return all;
    }
}
