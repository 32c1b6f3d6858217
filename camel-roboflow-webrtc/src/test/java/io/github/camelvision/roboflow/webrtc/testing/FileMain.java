package io.github.camelvision.roboflow.webrtc.testing;

import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.util.concurrent.ThreadType;

/**
 * A program that sends a file through a worker in the same JVM: {@link #getAsInt} does it and says how many of its frames came back in
 * their order. As a program it prints the kind of Camel's threads and that number. Its types are the JDK's, for other class loaders.
 */
public final class FileMain implements IntSupplier, AutoCloseable {

    private final RouteFixture fixture;
    private final List<Integer> numbers = new CopyOnWriteArrayList<>();
    private final Path video;

    public FileMain(String video) throws Exception {
        this.video = Path.of(video);
        fixture = new RouteFixture().routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:job").to("roboflow-webrtc:job?source=file&" + RouteFixture.client()).split(body()).streaming()
                        .process(exchange -> numbers
                                .add(exchange.getMessage().getBody(InferenceResult.class).field("number").asInt()));
            }
        }).start();
    }

    @Override
    public int getAsInt() {
        numbers.clear();
        try (ProducerTemplate template = fixture.context().createProducerTemplate()) {
            template.sendBody("direct:job", video);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return numbers.equals(IntStream.rangeClosed(1, numbers.size()).boxed().toList()) ? numbers.size() : -1;
    }

    @Override
    public void close() {
        // the fixture itself waits for the end of all sessions of the JVM, also those of other class loaders
        fixture.context().stop();
    }

    public static void main(String[] args) throws Exception {
        try (FileMain program = new FileMain(args[0])) {
            System.out.println(ThreadType.current() + " " + program.getAsInt());
        }
    }
}
