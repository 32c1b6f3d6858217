package io.github.camelvision.roboflow.webrtc.recipes;

import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;

/** A row a minute: frames, and how many objects of the class were seen at most. The bean {@code dataSource} is the database. */
public class CountsToDatabase extends RouteBuilder {

    @Override
    public void configure() {
        from("roboflow-webrtc:gate-3?source=rtsp&sourceUri={{cam.gate3}}&workspace=acme&workflowId=people&apiKey={{roboflow.key}}")
                .aggregate(header("CamelRoboflowWebrtcSessionName"), CountsToDatabase::add)
                .completionInterval("{{interval:60000}}").completeAllOnStop()
                .to("sql:insert into people (camera, frames, most) values"
                        + " (:#${header.CamelRoboflowWebrtcSessionName}, :#frames, :#most)?dataSource=#dataSource");
    }

    private static Exchange add(Exchange sum, Exchange next) {
        int people = next.getMessage().getBody(InferenceResult.class).detections().count("person");
        Map<String, Integer> row = new HashMap<>(Map.of("frames", 1, "most", people));
        if (sum != null) {
            Map<?, ?> before = sum.getMessage().getBody(Map.class);
            row.merge("frames", (Integer) before.get("frames"), Integer::sum);
            row.merge("most", (Integer) before.get("most"), Math::max);
        }
        next.getMessage().setBody(row);
        return next;
    }
}
