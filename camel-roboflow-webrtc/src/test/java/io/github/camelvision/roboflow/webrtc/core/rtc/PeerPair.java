package io.github.camelvision.roboflow.webrtc.core.rtc;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** An offering and an answering peer in this JVM. */
public class PeerPair implements AutoCloseable {

    public final PeerProbe offererProbe;
    public final PeerProbe answererProbe;
    public final RtcPeer offerer;
    public final RtcPeer answerer;

    public PeerPair(RtcRuntime runtime) {
        this(runtime, new PeerProbe(), new PeerProbe());
    }

    public PeerPair(RtcRuntime runtime, PeerProbe offererProbe, PeerProbe answererProbe) {
        this.offererProbe = offererProbe;
        this.answererProbe = answererProbe;
        this.offerer = runtime.newPeer(IceConfig.NONE, offererProbe);
        this.answerer = runtime.newPeer(IceConfig.NONE, answererProbe);
    }

    void offer() throws Exception {
        String offer = offerer.createOffer(Duration.ofSeconds(2)).get(20, TimeUnit.SECONDS);
        answerer.acceptOffer(offer).get(20, TimeUnit.SECONDS);
    }

    void answer() throws Exception {
        String answer = answerer.createAnswer(Duration.ofSeconds(2)).get(20, TimeUnit.SECONDS);
        offerer.acceptAnswer(answer).get(20, TimeUnit.SECONDS);
    }

    void awaitConnected() {
        await().atMost(45, TimeUnit.SECONDS).until(() -> offererProbe.connected() && answererProbe.connected());
    }

    /** Connects a pair that needs no decision of the answerer. */
    public PeerPair connect() throws Exception {
        offer();
        answer();
        awaitConnected();
        return this;
    }

    @Override
    public void close() {
        offerer.close();
        answerer.close();
    }
}
