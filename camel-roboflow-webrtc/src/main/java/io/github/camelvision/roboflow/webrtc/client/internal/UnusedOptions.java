package io.github.camelvision.roboflow.webrtc.client.internal;

import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcEndpoint;
import io.github.camelvision.roboflow.webrtc.client.option.SourceType;
import io.github.camelvision.roboflow.webrtc.uri.OptionUri;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells which options of a producer have no effect: those of its URI that are other ones than those its session has. Each endpoint is told
 * once. Not thread safe.
 */
final class UnusedOptions {

    private static final Logger LOG = LoggerFactory.getLogger(SharedSession.class);
    /** What each producer has for itself. */
    private static final Set<String> OWN = Set.of("dataField", "replyTimeout", "lazyStartProducer");
    private static final String PARAM = "param.";

    private final List<RoboflowWebrtcEndpoint> told = new ArrayList<>();

    /**
     * Logs on the level WARN.
     *
     * @param owner whose options the session has
     * @param consumes whether the owner is a consumer
     */
    void tell(RoboflowWebrtcEndpoint owner, boolean consumes, List<RoboflowWebrtcEndpoint> users) {
        for (RoboflowWebrtcEndpoint user : users) {
            // a video file gets a session of its own
            if (user == owner || user.getConfiguration().getSource() == SourceType.file || told.contains(user)) {
                continue;
            }
            List<String> unused = OptionUri.namesIn(user.getEndpointUri()).stream().filter(name -> !OWN.contains(name))
                    .filter(name -> !Objects.equals(value(user, name), value(owner, name))).sorted().toList();
            if (!unused.isEmpty()) {
                told.add(user);
                LOG.warn("Session {}: {} of a producer's URI {} no effect, since the session has the options of {}. Write the same values "
                        + "there, leave them out, or give the producer a session name of its own", user.getSessionName(),
                        String.join(", ", unused), unused.size() == 1 ? "has" : "have",
                        consumes ? "its consumer" : "the producer that started first");
            }
        }
    }

    private static Object value(RoboflowWebrtcEndpoint endpoint, String name) {
        if (name.startsWith(PARAM)) {
            return endpoint.getConfiguration().getParams().get(name.substring(PARAM.length()));
        }
        PropertyConfigurerGetter options = (PropertyConfigurerGetter) endpoint.getComponent().getEndpointPropertyConfigurer();
        return options.getOptionValue(endpoint, name, true);
    }
}
