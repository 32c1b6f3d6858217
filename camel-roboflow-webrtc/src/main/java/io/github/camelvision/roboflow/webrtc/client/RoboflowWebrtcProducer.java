package io.github.camelvision.roboflow.webrtc.client;

import io.github.camelvision.roboflow.webrtc.DataField;
import io.github.camelvision.roboflow.webrtc.FrameBody;
import io.github.camelvision.roboflow.webrtc.ResultHeaders;
import io.github.camelvision.roboflow.webrtc.RoboflowWebrtcConstants;
import io.github.camelvision.roboflow.webrtc.client.internal.FileJobs;
import io.github.camelvision.roboflow.webrtc.client.internal.SharedSession;
import io.github.camelvision.roboflow.webrtc.client.internal.command.PipelineCommands;
import io.github.camelvision.roboflow.webrtc.client.internal.command.SessionCommands;
import io.github.camelvision.roboflow.webrtc.client.internal.factory.SessionFactory;
import io.github.camelvision.roboflow.webrtc.client.internal.play.PlayedAnswers;
import io.github.camelvision.roboflow.webrtc.client.option.SourceType;
import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.error.TransportException;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.session.Session;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionState;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionStatus;
import io.github.camelvision.roboflow.webrtc.core.source.SentFrame;
import io.github.camelvision.roboflow.webrtc.file.FileResults;
import io.github.camelvision.roboflow.webrtc.route.Continuation;
import io.github.camelvision.roboflow.webrtc.route.ProducerCheck;
import io.github.camelvision.roboflow.webrtc.route.StepErrors;
import io.github.camelvision.roboflow.webrtc.uri.Misuse;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.support.DefaultAsyncProducer;

/**
 * Sends the body as a frame into the session. InOnly returns once the frame is queued; InOut replies with the prediction of that
 * very frame. With {@code source=file} the body is a video file, which gets a session of its own; the reply is its {@link FileResults}.
 * With the header {@link RoboflowWebrtcConstants#COMMAND} it does what {@link SessionCommands} says instead.
 */
@ManagedResource(description = "Managed Roboflow WebRTC producer")
public class RoboflowWebrtcProducer extends DefaultAsyncProducer {

    private final RoboflowWebrtcEndpoint endpoint;
    private final FileJobs files;
    private final DataField dataField;
    private final PipelineCommands pipelines = new PipelineCommands();
    private volatile SharedSession shared;

    public RoboflowWebrtcProducer(RoboflowWebrtcEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
        this.files = new FileJobs(endpoint);
        this.dataField = new DataField(endpoint.getConfiguration().getDataField(), "session " + endpoint.getSessionName());
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        ProducerCheck.run(endpoint, user(), () -> {
            new SessionFactory(endpoint).check();
            if (endpoint.getConfiguration().getSource() == SourceType.file) {
                files.check();
            }
        });
        if (shared == null) {
            shared = endpoint.getComponent().sessions().join(endpoint.getSessionName(), endpoint);
        }
    }

    @Override
    protected void doStop() throws Exception {
        files.close();
        pipelines.close();
        if (shared != null) {
            shared.leave(endpoint, null);
            shared = null;
        }
        super.doStop();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        StepErrors.survive(exchange);
        try {
            String command = exchange.getMessage().getHeader(RoboflowWebrtcConstants.COMMAND, String.class);
            if (command != null && PipelineCommands.knows(command)) {
                pipelines.run(command, exchange, shared, callback, endpoint.getComponent().continuations());
                return false;
            }
            if (command != null) {
                return SessionCommands.run(command, exchange, shared, callback, endpoint.getComponent().continuations());
            }
            if (endpoint.getComponent().getPlayback() != null) {
                played(exchange, shared.answers(endpoint.getComponent().getPlayback()));
            } else if (endpoint.getConfiguration().getSource() == SourceType.file) {
                files.process(exchange);
            } else {
                Frame frame = FrameBody.of(exchange.getMessage());
                SentFrame sent = shared.send(frame, exchange.getPattern().isOutCapable());
                if (exchange.getPattern().isOutCapable()) {
                    reply(exchange, callback, sent);
                    return false;
                }
            }
        } catch (Throwable e) { // a frame that does not fit into the heap, for instance
            exchange.setException(explained(e));
        }
        callback.done(true);
        return true;
    }

    /** Answers from a recording. The body is read all the same, since a wrong one would be refused. */
    private void played(Exchange exchange, PlayedAnswers answers) {
        if (endpoint.getConfiguration().getSource() == SourceType.file) {
            exchange.getMessage().setBody(answers.all().stream().map(dataField::of).toList());
            exchange.getMessage().setHeader(RoboflowWebrtcConstants.SESSION_NAME, endpoint.getSessionName());
            return;
        }
        FrameBody.of(exchange.getMessage());
        if (exchange.getPattern().isOutCapable()) {
            answer(exchange, answers.next());
        }
    }

    private void reply(Exchange exchange, AsyncCallback callback, SentFrame sent) {
        long timeout = endpoint.getConfiguration().getReplyTimeout();
        new Continuation(exchange, callback, endpoint.getComponent().continuations(), endpoint.getSessionName()).after(
                sent.answer().orTimeout(timeout, TimeUnit.MILLISECONDS), result -> answer(exchange, result),
                failure -> exchange.setException(failure instanceof TimeoutException
                        ? new RoboflowWebrtcException("No prediction for the frame within replyTimeout=" + timeout + "ms"
                                + state(endpoint.getSessionName(), session()))
                        : explained(failure)));
    }

    /** Why there may be no answer: what the session does, and what its last trouble was. */
    private static String state(String name, Session session) {
        if (session == null) {
            return "";
        }
        SessionStatus status = session.status();
        return switch (status.state()) {
            case STREAMING -> ": the session " + name + " is connected, so the server is slower than that, or the frame was lost; raise "
                    + "replyTimeout, or send lost frames again with lossless=true";
            default -> ": the session " + name + " is not connected (" + status.state() + ")"
                    + (status.lastError() == null ? "" : ": " + status.lastError());
        };
    }

    /** A frame whose session failed is told why, not only that it was closed. */
    private Throwable explained(Throwable failure) {
        SharedSession current = shared;
        RoboflowWebrtcException cause = current == null ? null : current.failure();
        if (failure instanceof IllegalArgumentException || failure instanceof IllegalStateException
                || failure instanceof SourceException && cause == null) {
            return Misuse.at(null, user(), (RuntimeException) failure);
        }
        return cause == null || !(failure instanceof SourceException || failure instanceof TransportException) ? failure
                : new RoboflowWebrtcException("The session " + current.name() + " failed: " + cause.getMessage(), cause);
    }

    private String user() {
        return "session " + endpoint.getSessionName();
    }

    @ManagedAttribute(description = "State of the session that this producer sends into")
    public String getSessionState() {
        Session session = session();
        return session == null ? SessionState.NEW.name() : session.state().name();
    }

    @ManagedAttribute(description = "Message of the session's last failure")
    public String getLastError() {
        Session session = session();
        return session == null ? null : session.status().lastError();
    }

    @ManagedAttribute(description = "Frames dropped before they were sent, because too many waited")
    public long getFramesDropped() {
        Session session = session();
        return session == null ? 0 : session.stats().framesDropped();
    }

    @ManagedAttribute(description = "Frames that encoder, network or server skipped (lossless=true has sent them again)")
    public long getFramesSkipped() {
        Session session = session();
        return session == null ? 0 : session.stats().framesSkipped();
    }

    @ManagedOperation(description = "Opens a session that failed or ended, or ends the wait for the next attempt; leaves one that is "
            + "connected alone")
    public void reconnect() {
        SharedSession current = shared;
        if (current == null) {
            throw new IllegalStateException("The producer is stopped: start its route");
        }
        current.reconnect();
    }

    private Session session() {
        SharedSession current = shared;
        return current == null ? null : current.current();
    }

    private void answer(Exchange exchange, InferenceResult result) {
        exchange.getMessage().setBody(dataField.of(result));
        ResultHeaders.contentType(exchange.getMessage());
        ResultHeaders.set(exchange.getMessage(), result);
    }
}
