package io.github.camelvision.roboflow.webrtc.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Service;
import org.apache.camel.spi.RestConfiguration;
import org.apache.camel.spi.RestConsumerFactory;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.service.ServiceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the component that serves HTTP. */
public final class HttpServers {

    private static final Logger LOG = LoggerFactory.getLogger(HttpServers.class);
    private static final List<String> PREFERRED = List.of("platform-http", "servlet", "undertow", "jetty", "netty-http");

    private HttpServers() {}

    /**
     * The component of the REST configuration; else platform-http, if it is there; else whatever else serves HTTP.
     *
     * @param who needs it, for the message
     * @throws IllegalStateException when there is none; says how to get one
     */
    public static RestConsumerFactory of(CamelContext context, RestConfiguration configuration, String who) {
        if (configuration.getComponent() != null && context.getComponent(configuration.getComponent()) instanceof RestConsumerFactory f) {
            return f;
        }
        for (String name : PREFERRED) {
            Component component = context.getComponent(name, name.equals("platform-http") && onClasspath(context), false);
            if (component instanceof RestConsumerFactory f) {
                return f;
            }
        }
        RestConsumerFactory only = CamelContextHelper.findSingleByType(context, RestConsumerFactory.class);
        if (only != null) {
            return only;
        }
        throw new IllegalStateException(missing(who));
    }

    /**
     * Starts what the component serves.
     *
     * @throws IllegalStateException when the component has no server to run on: camel-platform-http alone is none
     */
    public static void start(String who, Object... consumers) {
        try {
            ServiceHelper.startService(consumers);
        } catch (RuntimeException e) {
            if (String.valueOf(e.getMessage()).contains("PlatformHttpEngine")) {
                // what it says of its classes helps nobody
                LOG.debug("{}: no HTTP server", who, e);
                throw new IllegalStateException(missing(who));
            }
            throw e;
        }
    }

    private static String missing(String who) {
        return who + " needs an HTTP server: add camel-platform-http-main and set "
                + "camel.server.enabled=true (Camel Main), or camel-platform-http-starter (Spring Boot), or set the REST configuration's "
                + "component";
    }

    /** The address that the context's HTTP server listens on, as far as it can be known; null when it cannot. */
    public static String address(CamelContext context) {
        Service main = context.hasService(service -> service.getClass().getSimpleName().equals("MainHttpServer"));
        Object host = main == null ? null
                : PluginHelper.getBeanIntrospection(context).getOrElseProperty(main, "host", null, false);
        return host != null ? host.toString()
                : context.getPropertiesComponent().resolveProperty("server.address").orElse(null);
    }

    /** Whether only this machine reaches the address; null: that is not known, so no. */
    public static boolean isLoopback(String address) {
        try {
            return address != null && InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            // nobody reaches a server that cannot listen
            return false;
        }
    }

    private static boolean onClasspath(CamelContext context) {
        return context.getClassResolver().resolveClass("org.apache.camel.component.platform.http.PlatformHttpComponent") != null;
    }
}
