package io.github.camelvision.roboflow.webrtc.springboot;

import io.github.camelvision.roboflow.webrtc.worker.WorkerComponent;
import io.github.camelvision.roboflow.webrtc.worker.WorkerConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.apache.camel.spring.boot.ComponentConfigurationProperties;
import org.apache.camel.spring.boot.util.ConditionalOnCamelContextAndAutoConfigurationBeans;
import org.apache.camel.spring.boot.util.ConditionalOnHierarchicalProperties;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.web.filter.OncePerRequestFilter;

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

    /** Where Spring Boot has a servlet container, which Camel's HTTP runs on. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = Type.SERVLET)
    @ConditionalOnClass(OncePerRequestFilter.class)
    static class Requests {

        @Bean
        OncePerRequestFilter roboflowWebrtcWorkerRequestFilter(ObjectProvider<CamelContext> contexts) {
            return new WorkerRequestFilter(contexts);
        }
    }
}
