package io.github.camelvision.roboflow.webrtc.springboot;

import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import io.github.camelvision.roboflow.webrtc.core.worker.WorkerAnswer;
import io.github.camelvision.roboflow.webrtc.core.worker.WorkerServer;
import io.github.camelvision.roboflow.webrtc.core.worker.request.WorkerRejectedException;
import io.github.camelvision.roboflow.webrtc.worker.RequestPaths;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The body of one request, which is read as it comes, on whatever thread the server has for that; then the request is dispatched again. */
final class ArrivingBody implements ReadListener, AsyncListener {

    static final String ATTRIBUTE = ArrivingBody.class.getName();

    private static final Logger LOG = LoggerFactory.getLogger(ArrivingBody.class);
    private static final int BUFFER = 8192;

    private final HttpServletRequest request;
    private final MemoryBudget.Account memory;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private AsyncContext async;
    private ServletInputStream in;
    private boolean over;

    /** @param memory of this request; closed when it is answered */
    ArrivingBody(HttpServletRequest request, MemoryBudget.Account memory) {
        this.request = request;
        this.memory = memory;
    }

    /** Begins, and returns at once. */
    void read(Duration patience) throws IOException {
        async = request.startAsync();
        async.setTimeout(patience.toMillis());
        async.addListener(this);
        in = request.getInputStream();
        in.setReadListener(this);
    }

    @Override
    public synchronized void onDataAvailable() throws IOException {
        byte[] buffer = new byte[BUFFER];
        while (!over && in.isReady()) {
            int count = in.read(buffer);
            if (count < 0) {
                return;
            }
            if (bytes.size() + count > RequestPaths.LARGEST_REQUEST) {
                end(WorkerRejectedException.tooLarge());
            } else if (!memory.take(count)) {
                end(WorkerRejectedException.noMemory(memory.refusal(count)));
            } else {
                bytes.write(buffer, 0, count);
            }
        }
    }

    @Override
    public synchronized void onAllDataRead() {
        if (!over) {
            over = true;
            request.setAttribute(ATTRIBUTE, this);
            async.dispatch();
        }
    }

    /** Of the connection while it is read: there is nobody to answer. */
    @Override
    public synchronized void onError(Throwable error) {
        LOG.debug("The body of a request could not be read", error);
        if (!over) {
            over = true;
            async.complete();
        }
    }

    @Override
    public synchronized void onTimeout(AsyncEvent event) throws IOException {
        // later ones are those of the request's handling
        if (!over) {
            end(new WorkerRejectedException(408, "RequestTimeout", "The body of the request did not come in time"));
        }
    }

    private void end(WorkerRejectedException refusal) throws IOException {
        over = true;
        try {
            refuse((HttpServletResponse) async.getResponse(), refusal);
        } finally {
            async.complete();
        }
    }

    /** Answers as the worker does, and closes the connection: what is still to come is not read. */
    static void refuse(HttpServletResponse response, WorkerRejectedException refusal) throws IOException {
        WorkerAnswer answer = WorkerServer.refusal(refusal);
        response.setStatus(answer.status());
        answer.headers().forEach(response::setHeader);
        response.setHeader("Connection", "close");
        response.setContentType("application/json");
        response.getOutputStream().write(answer.body());
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        event.getAsyncContext().addListener(this);
    }

    @Override
    public void onComplete(AsyncEvent event) {
        memory.close();
    }

    /** The server completes the request. */
    @Override
    public void onError(AsyncEvent event) {
        LOG.debug("A request failed", event.getThrowable());
    }

    /** The request with this body, to be read as ever. */
    HttpServletRequest in(HttpServletRequest dispatched) {
        return new HttpServletRequestWrapper(dispatched) {
            private final ByteArrayInputStream content = new ByteArrayInputStream(bytes.toByteArray());

            @Override
            public ServletInputStream getInputStream() {
                return new Buffered(content);
            }

            @Override
            public BufferedReader getReader() throws IOException {
                String charset = getCharacterEncoding();
                return new BufferedReader(new InputStreamReader(content, charset == null ? StandardCharsets.UTF_8.name() : charset));
            }
        };
    }

    private static final class Buffered extends ServletInputStream {

        private final ByteArrayInputStream content;

        Buffered(ByteArrayInputStream content) {
            this.content = content;
        }

        @Override
        public int read() {
            return content.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            return content.read(target, offset, length);
        }

        @Override
        public boolean isFinished() {
            return content.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new IllegalStateException("The body has been read");
        }
    }
}
