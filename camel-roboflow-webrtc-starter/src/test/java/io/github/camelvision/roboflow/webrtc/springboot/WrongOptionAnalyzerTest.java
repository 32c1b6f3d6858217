package io.github.camelvision.roboflow.webrtc.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;

/** What somebody reads whose Spring Boot application has a wrong option. */
@ExtendWith(OutputCaptureExtension.class)
class WrongOptionAnalyzerTest {

    @Test
    void anOptionThatThereIsNotIsToldBySpringBootWithoutStackTrace(CapturedOutput output) {
        SpringApplicationBuilder application =
                new SpringApplicationBuilder(Application.class).properties("spring.jmx.enabled=false", "server.port=0");
        assertThatThrownBy(application::run).isNotNull();
        assertThat(output.getAll()).contains("APPLICATION FAILED TO START", "There is no option workspce", "did you mean workspace?",
                "Action:");
        // with this line and a stack trace it tells what no analyzer knows
        assertThat(output.getAll()).doesNotContain("Application run failed");
    }

    @EnableAutoConfiguration
    static class Application {

        @Bean
        RouteBuilder route() {
            return new RouteBuilder() {
                @Override
                public void configure() {
                    from("roboflow-webrtc:gate?source=manual&workspce=acme&workflowId=parts").to("log:results");
                }
            };
        }
    }
}
