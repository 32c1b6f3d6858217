package io.github.camelvision.roboflow.webrtc.springboot;

import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConfiguration;
import io.github.camelvision.roboflow.webrtc.core.rtc.IceConfig;
import io.github.camelvision.roboflow.webrtc.testkit.Playback;
import io.github.camelvision.roboflow.webrtc.worker.WorkerConfiguration;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.core.convert.converter.GenericConverter;
import org.springframework.stereotype.Component;

/** Turns {@code #beanName} (or {@code #bean:beanName}) in a property into that bean, for every option whose value is an object. */
@Configuration(proxyBeanMethods = false)
@ConfigurationPropertiesBinding
@Component
public class RoboflowWebrtcConverter implements GenericConverter {

    private static final Map<String, Class<?>> TYPES = Stream.of(
            RoboflowWebrtcConfiguration.class, WorkerConfiguration.class, IceConfig.class, SSLContextParameters.class,
            Playback.class)
            .collect(Collectors.toUnmodifiableMap(Class::getName, Function.identity()));

    private final ApplicationContext beans;

    public RoboflowWebrtcConverter(ApplicationContext beans) {
        this.beans = beans;
    }

    @Override
    public Set<ConvertiblePair> getConvertibleTypes() {
        return TYPES.values().stream().map(type -> new ConvertiblePair(String.class, type)).collect(Collectors.toUnmodifiableSet());
    }

    /** The bean; an IllegalArgumentException when the text names none, because a silent null would start with a default instead. */
    @Override
    public Object convert(Object source, TypeDescriptor sourceType, TypeDescriptor targetType) {
        if (source == null) {
            return null;
        }
        String text = source.toString();
        if (!text.startsWith("#")) {
            throw new IllegalArgumentException("An option of type " + targetType.getName() + " takes the name of a bean, as #beanName");
        }
        String name = text.startsWith("#bean:") ? text.substring("#bean:".length()) : text.substring(1);
        return beans.getBean(name, TYPES.get(targetType.getType().getName()));
    }
}
