package io.github.camelvision.roboflow.webrtc.springboot;

import io.github.camelvision.roboflow.webrtc.fleet.FleetComponent;
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

/** Sets the component {@code roboflow-webrtc-fleet} up from the properties below {@code camel.component.roboflow-webrtc-fleet}. */
@AutoConfiguration(after = CamelAutoConfiguration.class)
@Conditional(ConditionalOnCamelContextAndAutoConfigurationBeans.class)
@EnableConfigurationProperties({ComponentConfigurationProperties.class, RoboflowWebrtcFleetComponentConfiguration.class})
@ConditionalOnHierarchicalProperties({"camel.component", "camel.component.roboflow-webrtc-fleet"})
public class RoboflowWebrtcFleetComponentAutoConfiguration {

    @Lazy
    @Bean
    public ComponentCustomizer configureRoboflowWebrtcFleetComponent(ApplicationContext applicationContext,
            RoboflowWebrtcFleetComponentConfiguration options) {
        return new OptionsCustomizer<>(applicationContext, "roboflow-webrtc-fleet", FleetComponent.class, options);
    }
}
