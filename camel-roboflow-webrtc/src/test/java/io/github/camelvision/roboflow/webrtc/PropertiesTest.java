package io.github.camelvision.roboflow.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.detection.Detection;
import io.github.camelvision.roboflow.webrtc.core.detection.Detections;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.result.FrameMetadata;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.file.FileResults;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies as Camel's bean language and scripts see them. */
class PropertiesTest {

    /** Camel takes such a pair for two methods of one name, or not, by the order in which the JVM happens to list them. */
    @ParameterizedTest
    @ValueSource(classes = {InferenceResult.class, Detections.class, Detection.class, Frame.class, FrameMetadata.class, SessionEvent.class,
            FileResults.class})
    void noBodyDeclaresAnAccessorAndItsPropertyInOneClass(Class<?> body) {
        Set<String> declared = Arrays.stream(body.getDeclaredMethods()).filter(method -> Modifier.isPublic(method.getModifiers()))
                .map(Method::getName).collect(Collectors.toSet());
        assertThat(declared).filteredOn(name -> declared.contains("get" + capital(name)) || declared.contains("is" + capital(name)))
                .isEmpty();
    }

    /** What users call in Java has its property, for Groovy, SpEL and beans. */
    @ParameterizedTest
    @ValueSource(classes = {InferenceResult.class, Detection.class, Frame.class, SessionEvent.class})
    void everyPropertyOfABodySaysWhatItsAccessorSays(Class<?> body) {
        Set<String> properties = Arrays.stream(body.getMethods()).filter(Method::isDefault).map(Method::getName)
                .filter(name -> name.matches("(get|is)[A-Z].*")).collect(Collectors.toSet());
        assertThat(properties).isNotEmpty().allSatisfy(name -> {
            String accessor = name.replaceFirst("^(get|is)", "");
            accessor = Character.toLowerCase(accessor.charAt(0)) + accessor.substring(1);
            assertThat(body.getMethod(accessor).getReturnType()).isEqualTo(body.getMethod(name).getReturnType());
        });
    }

    private static String capital(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }
}
