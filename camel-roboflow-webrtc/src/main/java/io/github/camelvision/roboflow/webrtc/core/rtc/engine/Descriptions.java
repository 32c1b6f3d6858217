package io.github.camelvision.roboflow.webrtc.core.rtc.engine;

import dev.onvoid.webrtc.CreateSessionDescriptionObserver;
import dev.onvoid.webrtc.RTCSessionDescription;
import dev.onvoid.webrtc.SetSessionDescriptionObserver;
import io.github.camelvision.roboflow.webrtc.core.error.TransportException;
import io.github.camelvision.roboflow.webrtc.core.rtc.engine.factory.CallbackGuard;
import java.util.concurrent.CompletableFuture;

/** Native observers that complete a future on the native thread. */
final class Descriptions {

    private Descriptions() {}

    static CreateSessionDescriptionObserver made(CompletableFuture<RTCSessionDescription> result) {
        return new CreateSessionDescriptionObserver() {
            @Override
            public void onSuccess(RTCSessionDescription description) {
                CallbackGuard.run("onSuccess", () -> result.complete(description));
            }

            @Override
            public void onFailure(String error) {
                CallbackGuard.run("onFailure", () -> result.completeExceptionally(
                        new TransportException("libwebrtc could not make the session description: " + error)));
            }
        };
    }

    static SetSessionDescriptionObserver applied(CompletableFuture<Void> result) {
        return new SetSessionDescriptionObserver() {
            @Override
            public void onSuccess() {
                CallbackGuard.run("onSuccess", () -> result.complete(null));
            }

            @Override
            public void onFailure(String error) {
                CallbackGuard.run("onFailure", () -> result.completeExceptionally(
                        new TransportException("libwebrtc did not accept the session description: " + error)));
            }
        };
    }
}
