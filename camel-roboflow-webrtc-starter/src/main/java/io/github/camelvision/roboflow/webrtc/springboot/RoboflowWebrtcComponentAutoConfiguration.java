package io.github.camelvision.roboflow.webrtc.springboot;

import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcComponent;
import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConfiguration;
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

/** Sets the component {@code roboflow-webrtc} up from the properties below {@code camel.component.roboflow-webrtc}. */
@AutoConfiguration(after = CamelAutoConfiguration.class)
@Conditional(ConditionalOnCamelContextAndAutoConfigurationBeans.class)
@EnableConfigurationProperties({ComponentConfigurationProperties.class, RoboflowWebrtcComponentConfiguration.class})
@ConditionalOnHierarchicalProperties({"camel.component", "camel.component.roboflow-webrtc"})
public class RoboflowWebrtcComponentAutoConfiguration {

    @Lazy
    @Bean
    public ComponentCustomizer configureRoboflowWebrtcComponent(ApplicationContext applicationContext,
            RoboflowWebrtcComponentConfiguration options) {
        return new OptionsCustomizer<>(applicationContext, "roboflow-webrtc", RoboflowWebrtcComponent.class, options,
                (component, bean) -> component.setConfiguration(((RoboflowWebrtcConfiguration) bean).copy()));
    }
}
