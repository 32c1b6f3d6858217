package io.github.camelvision.roboflow.webrtc.springboot;

import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.spring.boot.util.CamelPropertiesHelper;
import org.apache.camel.spring.boot.util.HierarchicalPropertiesEvaluator;
import org.springframework.context.ApplicationContext;

/**
 * Hands options that were set as properties to a component when Camel creates it.
 *
 * @param options the properties object; what is null in it keeps the component's default
 * @param configure sets a copy of the bean that the property {@code configuration} names
 */
record OptionsCustomizer<T extends Component>(ApplicationContext applicationContext, String scheme, Class<T> type, Object options,
        BiConsumer<T, Object> configure) implements ComponentCustomizer {

    /** Of a component without a configuration bean. */
    OptionsCustomizer(ApplicationContext applicationContext, String scheme, Class<T> type, Object options) {
        this(applicationContext, scheme, type, options, (component, bean) -> {});
    }

    @Override
    public void configure(String name, Component target) {
        CamelContext camelContext = target.getCamelContext();
        Map<String, Object> set = CamelPropertiesHelper.getNonNullProperties(camelContext, options);
        // The configuration bean goes first: options that are set one by one refine it.
        Object bean = set.remove("configuration");
        if (bean != null) {
            configure.accept(type.cast(target), bean);
        }
        CamelPropertiesHelper.setCamelProperties(camelContext, target, set, false);
    }

    @Override
    public boolean isEnabled(String name, Component target) {
        return type.isInstance(target) && HierarchicalPropertiesEvaluator.evaluate(applicationContext,
                "camel.component.customizer", "camel.component." + scheme + ".customizer");
    }
}
