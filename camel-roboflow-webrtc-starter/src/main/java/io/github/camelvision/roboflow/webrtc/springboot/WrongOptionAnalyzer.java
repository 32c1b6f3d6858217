package io.github.camelvision.roboflow.webrtc.springboot;

import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.uri.Misuse;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/** Has Spring Boot tell what is no bug, such as a wrong option, in its own words for applications that cannot start: no stack trace. */
class WrongOptionAnalyzer implements FailureAnalyzer {

    @Override
    public FailureAnalysis analyze(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (Misuse.told(cause)) {
                return new FailureAnalysis(cause.getMessage(), action(cause), cause);
            }
        }
        return null;
    }

    private static String action(Throwable cause) {
        return cause instanceof RoboflowWebrtcException
                ? "Do what the description says. docs/troubleshooting.adoc has more, by symptom."
                : "Correct the option in the route's URI or in the properties below camel.component. "
                        + "docs/wrong-use.adoc lists what is told.";
    }
}
