package io.github.camelvision.roboflow.webrtc.testing;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;

/** What the Java snippets of the documentation call without saying where it comes from: the reader's own code. */
public abstract class SnippetContext extends RouteBuilder {

    /** The reader's own vision code. */
    public interface Detector {
        List<Map<String, Object>> find(Frame frame);
    }

    protected Detector detector;
    protected String apiKey;

    protected void store(long frameId, JsonNode predictions) {
        // the reader's
    }

    protected void show(BufferedImage image) {
        // the reader's
    }

    protected void log(Throwable error) {
        // the reader's
    }
}
