package io.github.camelvision.roboflow.webrtc.core.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.beans.BeanInfo;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Expression languages see properties: each must say what the method of its name says. */
public final class Properties {

    private Properties() {}

    /** Every property of the object's public interfaces that has a method of its name is that method's value. */
    public static void same(Object object) throws Exception {
        Map<String, Object> properties = new HashMap<>();
        Map<String, Object> methods = new HashMap<>();
        for (Class<?> type : List.of(object.getClass().getInterfaces())) {
            BeanInfo bean = Introspector.getBeanInfo(type);
            for (PropertyDescriptor property : bean.getPropertyDescriptors()) {
                Method method = type.getMethod(property.getName());
                properties.put(property.getName(), property.getReadMethod().invoke(object));
                methods.put(property.getName(), method.invoke(object));
            }
        }
        assertThat(methods).isNotEmpty();
        assertThat(methods.values()).as("set apart from what is absent: %s", methods).noneMatch(value -> value == null
                || value.equals(0) || value.equals(0L) || value.equals(0.0) || value.equals(false) || value.equals(""));
        assertThat(properties).isEqualTo(methods);
    }
}
