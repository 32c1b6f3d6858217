package io.github.camelvision.roboflow.webrtc.core.session.program;

import io.github.camelvision.roboflow.webrtc.core.session.Delivery;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Consumer;

/** The frames of a session, one after the other, on the thread that asks for them. */
final class VideoIterator implements Iterator<VideoFrame> {

    private final HandlerQueue queue;
    private final Handlers handlers;
    private final Consumer<Boolean> atEnd;
    private VideoFrame next;
    private Delivery current;
    private boolean over;

    /** @param atEnd told once, whether it was an interruption */
    VideoIterator(HandlerQueue queue, Handlers handlers, Consumer<Boolean> atEnd) {
        this.queue = queue;
        this.handlers = handlers;
        this.atEnd = atEnd;
    }

    @Override
    public boolean hasNext() {
        while (next == null && !over) {
            try {
                advance();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                over = true;
                atEnd.accept(true);
            }
        }
        return next != null;
    }

    private void advance() throws InterruptedException {
        finishCurrent();
        HandlerQueue.Item item = queue.take();
        if (item == null) {
            over = true;
            atEnd.accept(false);
        } else if (item.error() != null) {
            handlers.handle(item.error());
        } else {
            current = item.delivery();
            next = handlers.handle(current, true);
        }
    }

    private void finishCurrent() {
        if (current != null) {
            current.done();
            current = null;
        }
    }

    @Override
    public VideoFrame next() {
        if (!hasNext()) {
            throw new NoSuchElementException("The session is over");
        }
        VideoFrame frame = next;
        next = null;
        return frame;
    }
}
