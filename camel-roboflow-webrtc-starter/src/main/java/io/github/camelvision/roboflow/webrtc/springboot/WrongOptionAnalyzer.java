package io.github.camelvision.roboflow.webrtc.springboot;

import io.github.camelvision.roboflow.webrtc.uri.EndpointException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Has Spring Boot tell a wrong option of an endpoint in its own words for applications that cannot start, without a stack trace. */
class WrongOptionAnalyzer extends AbstractFailureAnalyzer<EndpointException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, EndpointException cause) {
        return new FailureAnalysis(cause.getMessage(),
                "Correct the option in the route's URI or in the properties below camel.component. docs/wrong-use.adoc lists what is told.",
                cause);
    }
}
