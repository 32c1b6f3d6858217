package io.github.camelvision.roboflow.webrtc.springboot;

import org.apache.camel.spring.boot.ComponentConfigurationPropertiesCommon;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Options of the component {@code roboflow-webrtc-fleet}; what is not set here keeps the component's default.
 *
 * <p>Generated from the component's descriptor by ComponentPropertiesTest, which says how to update it.
 */
@ConfigurationProperties(prefix = "camel.component.roboflow-webrtc-fleet", ignoreUnknownFields = false)
public class RoboflowWebrtcFleetComponentConfiguration extends ComponentConfigurationPropertiesCommon {

    /**
     * Whether autowiring is enabled. This is used for automatic autowiring options (the option must be marked as autowired) by
     * looking up in the registry to find if there is a single instance of matching type, which then gets configured on the component.
     * This can be used for automatic configuring JDBC data sources, JMS connection factories, AWS Clients, etc.
     */
    private Boolean autowiredEnabled;
    /**
     * Allows for bridging the consumer to the Camel routing Error Handler, which mean any exceptions (if possible) occurred while the
     * Camel consumer is trying to pickup incoming messages, or the likes, will now be processed as a message and handled by the
     * routing Error Handler. Important: This is only possible if the 3rd party component allows Camel to be alerted if an exception
     * was thrown. Some components handle this internally only, and therefore bridgeErrorHandler is not possible. In other situations
     * we may improve the Camel component to hook into the 3rd party component and make this possible for future releases. By default
     * the consumer will use the org.apache.camel.spi.ExceptionHandler to deal with exceptions, that will be logged at WARN or ERROR
     * level and ignored.
     */
    private Boolean bridgeErrorHandler;
    /**
     * Used for enabling or disabling all consumer based health checks from this component
     */
    private Boolean healthCheckConsumerEnabled;
    /**
     * Used for enabling or disabling all producer based health checks from this component. Notice: Camel has by default disabled all
     * producer based health-checks. You can turn on producer checks globally by setting camel.health.producersEnabled=true.
     */
    private Boolean healthCheckProducerEnabled;
    /**
     * Whether the producer should be started lazy (on the first message). By starting lazy you can use this to allow CamelContext and
     * routes to startup in situations where a producer may otherwise fail during starting and cause the route to fail being started.
     * By deferring this startup to be lazy then the startup failure can be handled during routing messages via Camel's routing error
     * handlers. Beware that when the first message is processed then creating and starting the producer may take a little time and
     * prolong the total processing time of the processing.
     */
    private Boolean lazyStartProducer;

    public Boolean getAutowiredEnabled() {
        return autowiredEnabled;
    }

    public void setAutowiredEnabled(Boolean autowiredEnabled) {
        this.autowiredEnabled = autowiredEnabled;
    }

    public Boolean getBridgeErrorHandler() {
        return bridgeErrorHandler;
    }

    public void setBridgeErrorHandler(Boolean bridgeErrorHandler) {
        this.bridgeErrorHandler = bridgeErrorHandler;
    }

    public Boolean getHealthCheckConsumerEnabled() {
        return healthCheckConsumerEnabled;
    }

    public void setHealthCheckConsumerEnabled(Boolean healthCheckConsumerEnabled) {
        this.healthCheckConsumerEnabled = healthCheckConsumerEnabled;
    }

    public Boolean getHealthCheckProducerEnabled() {
        return healthCheckProducerEnabled;
    }

    public void setHealthCheckProducerEnabled(Boolean healthCheckProducerEnabled) {
        this.healthCheckProducerEnabled = healthCheckProducerEnabled;
    }

    public Boolean getLazyStartProducer() {
        return lazyStartProducer;
    }

    public void setLazyStartProducer(Boolean lazyStartProducer) {
        this.lazyStartProducer = lazyStartProducer;
    }
}
