package io.github.camelvision.roboflow.webrtc.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.testing.CapturedLog;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.RestConfiguration;
import org.apache.camel.spi.RestConsumerFactory;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** The live view on an HTTP server that is none. */
class LiveViewHttpTest {

    private final Map<String, Processor> served = new HashMap<>();

    private final class Server extends DirectComponent implements RestConsumerFactory {

        @Override
        public Consumer createConsumer(CamelContext context, Processor processor, String verb, String basePath, String uriTemplate,
                String consumes, String produces, RestConfiguration configuration, Map<String, Object> parameters) throws Exception {
            served.put(basePath, processor);
            Endpoint endpoint = context.getEndpoint("direct:" + served.size());
            return endpoint.createConsumer(processor);
        }
    }

    /** Of a full heap, for instance. Without an answer the browser would wait, and hold its connection. */
    @Test
    void anErrorIsAnsweredAndLoggedOnceForMany() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext(); CapturedLog log = new CapturedLog()) {
            context.addComponent("server", new Server());
            context.getRestConfiguration().setComponent("server");
            context.start();
            new LiveViewHttp(context, "/live", new LiveView("test", () -> {
                throw new OutOfMemoryError("expected by the test");
            }), Set.of()).start();
            for (int i = 0; i < 10; i++) {
                Exchange exchange = new DefaultExchange(context);
                served.get("/live/sessions.json").process(exchange);
                assertThat(exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(500);
                assertThat(exchange.getMessage().getBody(String.class)).contains("the log says why");
            }
            assertThat(log.lines()).filteredOn(line -> line.contains("could not be answered")).hasSize(1);
        }
    }
}
