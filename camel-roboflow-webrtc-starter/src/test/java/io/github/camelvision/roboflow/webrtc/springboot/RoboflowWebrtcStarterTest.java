package io.github.camelvision.roboflow.webrtc.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcComponent;
import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConfiguration;
import io.github.camelvision.roboflow.webrtc.core.flow.Overflow;
import io.github.camelvision.roboflow.webrtc.core.rtc.IceConfig;
import io.github.camelvision.roboflow.webrtc.worker.WorkerComponent;
import io.github.camelvision.roboflow.webrtc.worker.WorkerConfiguration;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthComponent;
import org.springframework.boot.actuate.health.HealthEndpoint;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.autoconfigure.actuate.observability.AutoConfigureObservability;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** The component as a Spring Boot application sets it up: by properties and beans alone. */
@SpringBootTest(properties = {
        "camel.component.roboflow-webrtc.configuration=#site",
        "camel.component.roboflow-webrtc.api-url=http://localhost:9",
        "camel.component.roboflow-webrtc.connect-timeout=7s",
        "camel.component.roboflow-webrtc.overflow=drop-newest",
        "camel.component.roboflow-webrtc.reconnect=false",
        "camel.component.roboflow-webrtc.ice-servers=#ice",
        "camel.component.roboflow-webrtc.workflow-specification=#specification",
        "camel.component.roboflow-webrtc.params.maxDetections=20",
        "camel.component.roboflow-webrtc.bridge-error-handler=true",
        "camel.component.roboflow-webrtc-worker.max-sessions=2",
        "camel.component.roboflow-webrtc-worker.idle-timeout=5m",
        "camel.component.roboflow-webrtc-worker.ice-servers=#bean:ice",
        "management.endpoint.health.show-details=always"})
@AutoConfigureObservability
class RoboflowWebrtcStarterTest {

    @Autowired
    private CamelContext camel;
    @Autowired
    private HealthEndpoint health;
    @Autowired
    private PrometheusMeterRegistry prometheus;
    @Autowired
    private IceConfig ice;
    @Autowired
    private RoboflowWebrtcConfiguration site;

    private RoboflowWebrtcComponent component() {
        return camel.getComponent("roboflow-webrtc", RoboflowWebrtcComponent.class);
    }

    @Test
    void optionsOfPropertiesReachTheComponent() {
        RoboflowWebrtcConfiguration options = component().getConfiguration();
        assertThat(options.getApiUrl()).isEqualTo("http://localhost:9");
        assertThat(options.getConnectTimeout()).isEqualTo(7000);
        assertThat(options.getOverflow()).isEqualTo(Overflow.dropNewest);
        assertThat(options.getReconnect()).isFalse();
        assertThat(options.getParams()).hasToString("{maxDetections=20}");
        assertThat(component().isBridgeErrorHandler()).isTrue();
    }

    @Test
    void optionsThatAreNotSetKeepTheComponentsDefault() {
        RoboflowWebrtcConfiguration options = component().getConfiguration();
        assertThat(options.getReconnectMaxDelay()).isEqualTo(30_000);
        assertThat(options.getRealtimeProcessing()).isNull();
    }

    @Test
    void beansAreReferredToByName() {
        assertThat(component().getConfiguration().getIceServers()).isSameAs(ice);
        assertThat(component().getConfiguration().getWorkflowSpecification()).isEqualTo(Map.of("version", "1.0"));
    }

    @Test
    void theWorkerHasItsOptionsToo() {
        WorkerConfiguration worker = camel.getComponent("roboflow-webrtc-worker", WorkerComponent.class).getConfiguration();
        assertThat(worker.getMaxSessions()).isEqualTo(2);
        assertThat(worker.getIdleTimeout()).isEqualTo(300_000);
        assertThat(worker.getIceServers()).isSameAs(ice);
        assertThat(worker.getJpegQuality()).isEqualTo(80);
    }

    @Test
    void singleOptionsRefineTheConfigurationBeanAndLeaveItAsItIs() {
        assertThat(component().getConfiguration().getQueueSize()).isEqualTo(3);
        assertThat(site.getApiUrl()).isEqualTo("http://site.example");
    }

    @Test
    void actuatorShowsThatTheSessionIsDownWhenItsServerIsNotThere() {
        HealthComponent camelHealth = health.healthForPath("camelHealth");
        assertThat(camelHealth.getStatus()).isEqualTo(Status.DOWN);
        assertThat(((Health) camelHealth).getDetails()).containsEntry("consumer:gate", "DOWN");
    }

    @Test
    void metersOfTheSessionAreInTheActuatorsPrometheusRegistry() {
        assertThat(prometheus.scrape()).containsPattern("roboflow_webrtc_state\\{[^}]*session=\"gate\"[^}]*} 1");
    }

    @Test
    void textWhereABeanIsNeededIsRefused() {
        SpringApplicationBuilder application = new SpringApplicationBuilder(Plain.class)
                .properties("camel.component.roboflow-webrtc.ice-servers=turn:example.com", "spring.jmx.enabled=false");
        assertThatThrownBy(application::run).rootCause().hasMessageContaining("#beanName");
    }

    @Test
    void theComponentCanBeSwitchedOff() {
        try (ConfigurableApplicationContext application = new SpringApplicationBuilder(Plain.class)
                .properties("camel.component.roboflow-webrtc.enabled=false", "camel.component.roboflow-webrtc.queue-size=5").run()) {
            RoboflowWebrtcComponent untouched = application.getBean(CamelContext.class)
                    .getComponent("roboflow-webrtc", RoboflowWebrtcComponent.class);
            assertThat(untouched.getConfiguration().getQueueSize()).isEqualTo(8);
        }
    }

    @EnableAutoConfiguration
    static class Plain {}

    @SpringBootApplication
    static class Application {

        @Bean
        RoboflowWebrtcConfiguration site() {
            RoboflowWebrtcConfiguration site = new RoboflowWebrtcConfiguration();
            site.setApiUrl("http://site.example");
            site.setQueueSize(3);
            return site;
        }

        @Bean
        IceConfig ice() {
            return new IceConfig(List.of(), false);
        }

        @Bean
        Map<String, Object> specification() {
            return Map.of("version", "1.0");
        }

        @Bean
        RouteBuilder routes() {
            return new RouteBuilder() {
                @Override
                public void configure() {
                    from("roboflow-webrtc:gate?workspace=acme&workflowId=count&reconnect=true&reconnectDelay=30s").routeId("gate")
                            .to("log:predictions");
                }
            };
        }
    }
}
