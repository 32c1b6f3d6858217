package io.github.camelvision.roboflow.webrtc.recipes;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.dao.DuplicateKeyException;

/** A row for each event, once. While the database is away the event waits, and no later one is lost. */
public class EventsToDatabase extends RouteBuilder {

    @Override
    public void configure() {
        errorHandler(defaultErrorHandler().maximumRedeliveries(-1).redeliveryDelay(1000));
        // it has come before
        onException(DuplicateKeyException.class).maximumRedeliveries(0).handled(true);

        from("roboflow-webrtc:dock?source=rtsp&sourceUri={{cam.dock}}&workspace=acme&workflowId=pallets&apiKey={{roboflow.key}}"
                + "&emit=objects&objectRules={{rules}}")
                        .to("sql:insert into events (id, type, event) values"
                                + " (:#${body.id}, :#${header.CamelRoboflowWebrtcObjectEvent}, :#${bodyAs(String)})"
                                + "?dataSource=#dataSource");
    }
}
