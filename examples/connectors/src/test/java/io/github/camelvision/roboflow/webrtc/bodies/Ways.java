package io.github.camelvision.roboflow.webrtc.bodies;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.camelvision.roboflow.webrtc.ResultHeaders;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.testing.CapturedLog;
import io.github.camelvision.roboflow.webrtc.testing.KafkaBroker;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.amqp.AMQPComponent;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.model.rest.RestBindingMode;
import org.apache.camel.processor.aggregate.jdbc.JdbcAggregationRepository;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.h2.jdbcx.JdbcDataSource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/** Every way out of a route that is tried, each with a real counterpart that tells what arrived. */
final class Ways implements AutoCloseable {

    /** Sends a body and returns what arrived: text, bytes, or an object. Throws what made it fail. */
    interface Way {
        Object send(Object body) throws Exception;
    }

    private static final String BYTES = "&valueSerializer=org.apache.kafka.common.serialization.ByteArraySerializer";

    private final Map<String, Way> ways = new LinkedHashMap<>();
    private final RouteFixture fixture;
    private final Path folder;
    private final KafkaBroker kafka;
    private final Broker broker = new Broker();
    private final JdbcDataSource database = new JdbcDataSource();
    private final HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final BlockingQueue<byte[]> posted = new LinkedBlockingQueue<>();
    private final int undertow = RouteFixture.freePort();
    private volatile Object reply;

    Ways(RouteFixture fixture, Path folder) throws Exception {
        this.fixture = fixture;
        this.folder = folder;
        kafka = new KafkaBroker(Files.createDirectory(folder.resolve("kafka"))).start();
        http.createContext("/", this::posted);
        http.start();
        database.setURL("jdbc:h2:mem:bodies;DB_CLOSE_DELAY=-1");
        sql("create table body(text clob, bytes blob)");
        sql("create table gathered(id varchar(255) primary key, exchange blob, version bigint)");
        sql("create table gathered_completed(id varchar(255) primary key, exchange blob, version bigint)");
        CamelContext context = fixture.context();
        context.getRegistry().bind("database", database);
        context.addComponent("jms", JmsComponent.jmsComponentAutoAcknowledge(broker.jms()));
        AMQPComponent amqp = new AMQPComponent(broker.amqp());
        context.addComponent("amqp", amqp);
        DataSourceTransactionManager transactions = new DataSourceTransactionManager(database);
        JdbcAggregationRepository repository = new JdbcAggregationRepository(transactions, "gathered", database);
        fixture.routes(new RouteBuilder() {
            @Override
            public void configure() {
                restConfiguration().component("platform-http");
                rest("/rest").get("/json").bindingMode(RestBindingMode.json).to("direct:rest");
                // another route, since the Rest DSL takes its one into itself
                from("direct:rest").process(exchange -> reply(exchange));
                from("direct:reply").process(exchange -> reply(exchange));
                from("platform-http:/reply").to("direct:reply");
                from("undertow:http://127.0.0.1:" + undertow + "/reply").to("direct:reply");
                from("direct:gather").aggregate(constant(true), (first, second) -> first == null ? second : first)
                        .aggregationRepository(repository).completionSize(2).to("mock:gathered");
                from("direct:cached").streamCache("true").to("log:cached").process(exchange -> {}).convertBodyTo(byte[].class);
                from("direct:json").marshal().json();
                from("direct:xml").marshal().jacksonXml();
                from("direct:text").log("${body}");
            }
        });
        fill();
    }

    private void fill() {
        ways.put("Kafka, `StringSerializer` (the default)", body -> kafka("text", "", body));
        ways.put("Kafka, `ByteArraySerializer`", body -> kafka("bytes", BYTES, body));
        ways.put("Kafka, `useIterator=false`", body -> kafka("whole-text", "&useIterator=false", body));
        ways.put("Kafka, `ByteArraySerializer`, `useIterator=false`", body -> kafka("whole-bytes", "&useIterator=false" + BYTES, body));
        for (String type : List.of("", "?jmsMessageType=Text", "?jmsMessageType=Bytes", "?jmsMessageType=Object")) {
            ways.put("JMS, " + (type.isEmpty() ? "no type" : "`" + type.substring(1) + "`"), body -> message("jms", type, body));
        }
        ways.put("AMQP 1.0", body -> message("amqp", "", body));
        ways.put("AMQP 1.0, `jmsMessageType=Text`", body -> message("amqp", "?jmsMessageType=Text", body));
        ways.put("`http:`, POST", body -> {
            to("http://127.0.0.1:" + http.getAddress().getPort() + "/in?httpMethod=POST", body);
            return posted.poll(30, TimeUnit.SECONDS);
        });
        ways.put("reply of `undertow:`", body -> get("http://127.0.0.1:" + undertow + "/reply", body));
        ways.put("reply of `platform-http:`", body -> get(fixture.workerUrl() + "/reply", body));
        ways.put("REST DSL, `bindingMode(json)`", body -> get(fixture.workerUrl() + "/rest/json", body));
        ways.put("`file:`", body -> file("", body));
        ways.put("`file:`, `fileExist=Append`", body -> file("&fileExist=Append", body));
        ways.put("`file:`, `charset=utf-8`", body -> file("&charset=utf-8", body));
        ways.put("`sql:`, `:#${body}`", body -> insert("text", "body", body));
        ways.put("`sql:`, `:#${bodyAs(String)}`", body -> insert("text", "bodyAs(String)", body));
        ways.put("`sql:`, `:#${bodyAs(byte[])}`", body -> insert("bytes", "bodyAs(byte[])", body));
        ways.put("`marshal().json()`", body -> to("direct:json", body).getMessage().getBody(String.class));
        ways.put("`marshal().jacksonXml()`", body -> to("direct:xml", body).getMessage().getBody(String.class));
        ways.put("`aggregate`, JDBC repository", this::gathered);
        ways.put("stream caching", body -> to("direct:cached", body).getMessage().getBody());
        ways.put("`to(\"log:...\")`", this::logged);
        ways.put("`log(\"${body}\")`", body -> {
            to("direct:text", body);
            return context().getTypeConverter().convertTo(String.class, body);
        });
    }

    Map<String, Way> all() {
        return ways;
    }

    private CamelContext context() {
        return fixture.context();
    }

    /** Throws what made the exchange fail. */
    private Exchange to(String uri, Object body) throws Exception {
        Exchange done = context().createProducerTemplate().send(uri, exchange -> {
            exchange.getMessage().setBody(body);
            ResultHeaders.contentType(exchange.getMessage());
        });
        if (done.getException() != null) {
            throw done.getException();
        }
        return done;
    }

    private Object kafka(String topic, String options, Object body) throws Exception {
        to("kafka:" + topic + "?brokers=" + kafka.address() + options, body);
        List<ConsumerRecord<String, byte[]>> records = kafka.records(topic);
        return records.get(records.size() - 1).value();
    }

    private Object message(String scheme, String type, Object body) throws Exception {
        String queue = "q" + System.nanoTime();
        to(scheme + ":queue:" + queue + type, body);
        return broker.receive(queue);
    }

    private void posted(HttpExchange exchange) throws IOException {
        posted.add(exchange.getRequestBody().readAllBytes());
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
    }

    private void reply(Exchange exchange) {
        exchange.getMessage().setBody(reply);
        ResultHeaders.contentType(exchange.getMessage());
    }

    private Object get(String url, Object body) throws Exception {
        reply = body;
        HttpResponse<byte[]> answer = HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(url)).build(),
                HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IOException(answer.statusCode() + " " + new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8));
        }
        assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                .isEqualTo(body instanceof Frame ? "image/jpeg" : "application/json");
        return answer.body();
    }

    private Object file(String options, Object body) throws Exception {
        String name = "f" + System.nanoTime();
        to("file:" + folder.resolve("files") + "?fileName=" + name + options, body);
        return Files.readAllBytes(folder.resolve("files").resolve(name));
    }

    private Object insert(String column, String expression, Object body) throws Exception {
        sql("delete from body");
        to("sql:insert into body(" + column + ") values (:#${" + expression + "})?dataSource=#database", body);
        try (Connection connection = database.getConnection(); Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select " + column + " from body")) {
            rows.next();
            return column.equals("text") ? rows.getString(1) : rows.getBytes(1);
        }
    }

    private void sql(String statement) throws Exception {
        try (Connection connection = database.getConnection(); Statement executed = connection.createStatement()) {
            executed.execute(statement);
        }
    }

    private Object gathered(Object body) throws Exception {
        fixture.mock("gathered").reset();
        to("direct:gather", body);
        to("direct:gather", "the second");
        fixture.mock("gathered").expectedMessageCount(1);
        fixture.mock("gathered").assertIsSatisfied(30_000);
        return fixture.mock("gathered").getExchanges().get(0).getMessage().getBody();
    }

    private Object logged(Object body) throws Exception {
        try (CapturedLog log = new CapturedLog()) {
            to("log:io.github.camelvision.bodies?showAll=false&showExchangePattern=false&showBodyType=false&maxChars=0", body);
            return log.lines().stream().filter(line -> line.contains("Body: ")).findFirst().orElseThrow()
                    .replaceFirst("(?s).*?Body: ", "").replaceFirst("]$", "");
        }
    }

    @Override
    public void close() throws Exception {
        http.stop(0);
        kafka.close();
        broker.close();
    }
}
