package io.github.camelvision.roboflow.webrtc.fleet;

import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcComponent;
import io.github.camelvision.roboflow.webrtc.uri.OptionNames;
import io.github.camelvision.roboflow.webrtc.uri.OptionUri;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.HealthCheckComponent;
import org.apache.camel.util.PropertiesHelper;

/** Many cameras in one route. Its sessions are those of the component {@code roboflow-webrtc}, whose options they start from. */
@Component("roboflow-webrtc-fleet")
public class FleetComponent extends HealthCheckComponent {

    static final String SCHEME = "roboflow-webrtc-fleet";

    public FleetComponent() {}

    public FleetComponent(CamelContext context) {
        super(context);
    }

    /** The text as it was written: {@link OptionUri} says why. */
    @Override
    public boolean useRawUri() {
        return true;
    }

    @Override
    public Endpoint createEndpoint(String uri, Map<String, Object> properties) throws Exception {
        return OptionUri.parse(uri, names()).create(properties, super::createEndpoint);
    }

    @Override
    protected void validateParameters(String uri, Map<String, Object> parameters, String optionPrefix) {
        if (!parameters.isEmpty()) {
            throw OptionUri.unknown(uri, names(), parameters.keySet());
        }
    }

    private OptionNames names() {
        return OptionNames.of(getCamelContext(), SCHEME, "sourceUri");
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        if (remaining == null || remaining.isBlank()) {
            throw new IllegalArgumentException("The URI needs a fleet name: roboflow-webrtc-fleet:name?...");
        }
        Map<String, Object> kafka = PropertiesHelper.extractProperties(parameters, "kafka.");
        FleetEndpoint endpoint = new FleetEndpoint(uri, this, OptionUri.path(remaining), sessions().options(parameters));
        endpoint.getKafka().putAll(kafka);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /** What opens the sessions. */
    RoboflowWebrtcComponent sessions() {
        return getCamelContext().getComponent(RoboflowWebrtcComponent.SCHEME, RoboflowWebrtcComponent.class);
    }
}
