package io.github.camelvision.roboflow.webrtc.examples.fleet;

import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.examples.common.Example;
import io.github.camelvision.roboflow.webrtc.examples.common.StopSignal;
import io.github.camelvision.roboflow.webrtc.fleet.FleetConstants;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.main.Main;

/** A node of the fleet, in a process of its own: one route for all cameras that are its share. Ends with the process that started it. */
public final class FleetNode {

    private FleetNode() {}

    /** @param args its name, the broker, the worker's URL, the session timeout in seconds, and more options of the fleet */
    public static void main(String[] args) {
        Example.main(args[0], stop -> run(args[0], args[1], args[2], args[3] + "s" + args[4], stop));
    }

    private static int run(String name, String broker, String worker, String session, StopSignal stop) throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        stop.whenRequested(over::countDown);
        Thread parent = new Thread(() -> awaitEndOfInput(over), "parent");
        parent.setDaemon(true);
        parent.start();
        Main main = Example.camel(name, Example.freePort(), routes(name, broker, worker, session));
        try {
            main.start();
            over.await();
        } finally {
            main.stop();
        }
        return 0;
    }

    private static void awaitEndOfInput(CountDownLatch over) {
        try {
            while (System.in.read() >= 0) {
                continue;
            }
        } catch (IOException e) {
            System.err.println("The process that started this one cannot be heard any more: " + e.getMessage());
        }
        over.countDown();
    }

    private static RouteBuilder routes(String name, String broker, String worker, String session) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("roboflow-webrtc-fleet:" + FleetTopics.GROUP + "?registry=kafka:" + FleetTopics.CAMERAS + "&brokers=" + broker
                        + "&assignment=kafka"
                // of a busy machine
                        + "&kafka.default.api.timeout.ms=60000&kafka.request.timeout.ms=30000"
                        + "&sessionTimeout=" + session + "&source=webcam&deviceFormat=lavfi&apiUrl=" + worker + "&apiKey="
                        + FleetExample.KEY + "&workspace=example&workflowId=sizes").routeId("fleet")
                                .process(exchange -> {
                                    exchange.getMessage().setBody(exchange.getMessage().getBody(InferenceResult.class).json());
                                    exchange.getMessage().setHeader(FleetTopics.NODE, name);
                                })
                                // Camel's Kafka component sends no header whose name begins with Camel
                                .setHeader(FleetTopics.EPOCH, simple("${header." + FleetConstants.EPOCH + "}", String.class))
                                .setHeader(KafkaConstants.KEY, header(FleetConstants.CAMERA))
                                .to("kafka:" + FleetTopics.RESULTS + "?brokers=" + broker
                                        + "&valueSerializer=org.apache.kafka.common.serialization.ByteArraySerializer");
            }
        };
    }
}
