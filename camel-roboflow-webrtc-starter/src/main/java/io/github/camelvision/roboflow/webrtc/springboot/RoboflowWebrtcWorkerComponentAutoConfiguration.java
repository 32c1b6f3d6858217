package io.github.camelvision.roboflow.webrtc.springboot;

import io.github.camelvision.roboflow.webrtc.worker.WorkerComponent;
import io.github.camelvision.roboflow.webrtc.worker.WorkerConfiguration;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.apache.camel.spring.boot.ComponentConfigurationProperties;
import org.apache.camel.spring.boot.util.ConditionalOnCamelContextAndAutoConfigurationBeans;
import org.apache.camel.spring.boot.util.ConditionalOnHierarchicalProperties;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Lazy;

/** Sets the component {@code roboflow-webrtc-worker} up from the properties below {@code camel.component.roboflow-webrtc-worker}. */
@AutoConfiguration(after = CamelAutoConfiguration.class)
@Conditional(ConditionalOnCamelContextAndAutoConfigurationBeans.class)
@EnableConfigurationProperties({ComponentConfigurationProperties.class, RoboflowWebrtcWorkerComponentConfiguration.class})
@ConditionalOnHierarchicalProperties({"camel.component", "camel.component.roboflow-webrtc-worker"})
public class RoboflowWebrtcWorkerComponentAutoConfiguration {

    @Lazy
    @Bean
    public ComponentCustomizer configureRoboflowWebrtcWorkerComponent(ApplicationContext applicationContext,
            RoboflowWebrtcWorkerComponentConfiguration options) {
        return new OptionsCustomizer<>(applicationContext, "roboflow-webrtc-worker", WorkerComponent.class, options,
                (component, bean) -> component.setConfiguration(((WorkerConfiguration) bean).copy()));
    }
}
