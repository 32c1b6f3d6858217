package io.github.camelvision.roboflow.webrtc.worker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import io.github.camelvision.roboflow.webrtc.core.worker.request.WorkerRejectedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestBodyTest {

    private static final int MEBI = 1024 * 1024;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final MemoryBudget budget = MemoryBudget.ofHeap(8L * MEBI + 4096);

    @AfterEach
    void close() throws IOException {
        context.close();
    }

    private Message message(Object body) {
        Message message = new DefaultMessage(context);
        message.setBody(body);
        return message;
    }

    @Test
    void aBodyCountsUntilItsRequestIsAnswered() throws IOException {
        RequestBody body = RequestBody.read(message(new ByteArrayInputStream(new byte[1000])), budget);
        assertThat(body.bytes()).hasSize(1000);
        assertThat(budget.used()).isGreaterThan(1000);
        body.close();
        body.close();
        assertThat(budget.used()).isZero();
        assertThat(RequestBody.read(message(null), budget).bytes()).isEmpty();
    }

    @Test
    void noMoreIsReadThanOneByteOfTooMuch() throws IOException {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }
        };
        try (RequestBody body = RequestBody.read(message(endless), budget)) {
            assertThat(body.bytes()).hasSize(RequestBody.MOST_BYTES + 1);
        }
        assertThat(budget.used()).isZero();
    }

    @Test
    void ofManyRequestsAtATimeThoseForWhichThereIsNoMemoryAreRefusedAlone() throws IOException {
        List<RequestBody> open = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            open.add(RequestBody.read(message(new ByteArrayInputStream(new byte[MEBI])), budget));
        }
        assertThatThrownBy(() -> RequestBody.read(message(new ByteArrayInputStream(new byte[MEBI])), budget))
                .isInstanceOf(WorkerRejectedException.class)
                .hasMessageContaining("A request to the worker holds").hasMessageContaining("memoryBudget");
        assertThat(budget.refused()).isEqualTo(1);
        open.get(0).close();
        RequestBody.read(message(new ByteArrayInputStream(new byte[MEBI])), budget).close();
        open.forEach(RequestBody::close);
        assertThat(budget.used()).isZero();
    }

    @Test
    void fewBytesThatAreALargeTreeAreRefusedBeforeItIsMade() {
        assertThatThrownBy(
                () -> RequestBody.read(message(new ByteArrayInputStream("[],".repeat(100_000).getBytes(StandardCharsets.UTF_8))), budget))
                        .isInstanceOf(WorkerRejectedException.class).hasMessageContaining("memoryBudget");
        assertThat(budget.used()).isZero();
    }

    @Test
    void aBodyThatCannotBeReadCountsNoLonger() {
        InputStream broken = new InputStream() {
            private int bytes;

            @Override
            public int read() throws IOException {
                if (bytes++ > 100_000) {
                    throw new IOException("the connection is gone");
                }
                return 'x';
            }
        };
        assertThatThrownBy(() -> RequestBody.read(message(broken), budget)).isInstanceOf(IOException.class);
        assertThat(budget.used()).isZero();
    }
}
