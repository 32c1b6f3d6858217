/**
 * Spring Boot auto-configuration: {@code camel.component.roboflow-webrtc.*} and
 * {@code camel.component.roboflow-webrtc-worker.*} set the components' options. Options that take an object accept {@code #beanName}.
 *
 * <p>The {@code *ComponentConfiguration} classes and the IDE metadata's defaults are generated from the component's JSON descriptor by
 * {@code ComponentPropertiesTest}, which fails when they are stale.
 */
package io.github.camelvision.roboflow.webrtc.springboot;
