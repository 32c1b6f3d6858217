package io.github.camelvision.roboflow.webrtc.route;

import io.github.camelvision.roboflow.webrtc.uri.Misuse;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.EndpointAware;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.apache.camel.Route;
import org.apache.camel.support.DefaultProducer;
import org.apache.camel.support.service.ServiceHelper;

/**
 * Checks the options of a producer when it starts. What a producer throws then, Camel wraps into an exception of its own and logs with the
 * stack trace of that one. So while a context starts, the check waits until the steps of all routes have started, and their consumers have
 * not: what it throws then is logged as it is.
 */
public final class ProducerCheck {

    private ProducerCheck() {}

    /**
     * Runs the check, or has Camel run it in this start of the context. What it finds wrong names the user, and the route if that is known.
     *
     * @param user {@code session NAME}, for instance
     */
    public static void run(Endpoint endpoint, String user, Misuse.Step<Exception> check) throws Exception {
        CamelContext context = endpoint.getCamelContext();
        context.addStartupListener((started, already) -> Misuse.in(routeTo(endpoint, context), user, check));
    }

    /** Of a component that has no producers: it refuses to start. */
    public static Producer refusing(Endpoint endpoint, String user, String message) {
        return new DefaultProducer(endpoint) {
            @Override
            protected void doStart() throws Exception {
                run(endpoint, user, () -> {
                    throw new IllegalArgumentException(message);
                });
            }

            @Override
            public void process(Exchange exchange) {
                throw new IllegalArgumentException(message);
            }
        };
    }

    private static String routeTo(Endpoint endpoint, CamelContext context) {
        return context.getRoutes().stream().filter(route -> sends(route, endpoint)).map(Route::getRouteId).findFirst().orElse(null);
    }

    private static boolean sends(Route route, Endpoint endpoint) {
        return route.getServices().stream().flatMap(service -> ServiceHelper.getChildServices(service, true).stream())
                .anyMatch(step -> step instanceof EndpointAware aware && aware.getEndpoint() == endpoint);
    }
}
