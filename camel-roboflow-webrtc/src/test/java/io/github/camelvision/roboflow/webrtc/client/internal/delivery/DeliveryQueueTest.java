package io.github.camelvision.roboflow.webrtc.client.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.flow.Overflow;
import io.github.camelvision.roboflow.webrtc.testing.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeliveryQueueTest {

    private final List<String> dropped = new ArrayList<>();
    private DeliveryQueue queue;

    private record Named(String name, List<String> log) implements DeliveryQueue.Item {

        @Override
        public void dropped() {
            log.add(name);
        }
    }

    @AfterEach
    void close() {
        queue.close();
    }

    private void queueOf(int capacity, Overflow overflow) {
        queue = new DeliveryQueue(capacity, overflow);
    }

    private boolean offer(String name) {
        return queue.offer(new Named(name, dropped));
    }

    private void event(String name) {
        queue.offerEvent(new Named(name, dropped));
    }

    private void end(String name) {
        queue.offerEnd(new Named(name, dropped));
    }

    /** Name of the next item, with the number dropped before it. */
    private String take() {
        DeliveryQueue.Taken taken = queue.take();
        return taken == null ? null : ((Named) taken.item()).name() + (taken.droppedBefore() == 0 ? "" : "-" + taken.droppedBefore());
    }

    private DeliveryQueue.Taken poll() {
        try {
            return queue.poll(Duration.ofDays(1));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> takeAll() {
        List<String> all = new ArrayList<>();
        while (queue.size() > 0) {
            all.add(take());
        }
        return all;
    }

    @Test
    void dropOldestKeepsTheNewestAndCounts() {
        queueOf(2, Overflow.dropOldest);
        for (String name : List.of("a", "b", "c", "d")) {
            assertThat(offer(name)).isTrue();
        }
        assertThat(dropped).containsExactly("a", "b");
        assertThat(queue.dropped()).isEqualTo(2);
        assertThat(takeAll()).containsExactly("c-2", "d");
        offer("e");
        assertThat(takeAll()).containsExactly("e");
    }

    @Test
    void anEndKeepsItsPlaceAndIsNeverDropped() {
        queueOf(2, Overflow.dropOldest);
        offer("a");
        end("end");
        offer("b");
        for (int i = 0; i <= DeliveryQueue.MOST_EVENTS; i++) {
            event("event");
        }
        assertThat(takeAll()).startsWith("a", "end", "b", "event-1").hasSize(3 + DeliveryQueue.MOST_EVENTS);
        assertThat(dropped).isEmpty();
    }

    /** A suspended route, and sessions that begin and end for days. */
    @ParameterizedTest
    @EnumSource(value = Overflow.class, names = {"dropOldest", "dropNewest"})
    void endsDoNotPileUp(Overflow overflow) {
        queueOf(2, overflow);
        for (int i = 0; i < 1_000; i++) {
            offer("a" + i);
            end("end" + i);
            end("again");
        }
        assertThat(takeAll()).isEqualTo(overflow == Overflow.dropOldest
                ? List.of("end997", "a998-998", "end998", "a999", "end999") : List.of("a0-998", "end0", "a1", "end1"));
        assertThat(queue.hasNext()).isFalse();
    }

    @Test
    void dropNewestKeepsTheOldestAndCounts() {
        queueOf(2, Overflow.dropNewest);
        for (String name : List.of("a", "b", "c")) {
            assertThat(offer(name)).isTrue();
        }
        assertThat(dropped).containsExactly("c");
        assertThat(queue.dropped()).isEqualTo(1);
        assertThat(takeAll()).containsExactly("a-1", "b");
    }

    @Test
    void failTellsTheCallerAndDropsTheNewOne() {
        queueOf(1, Overflow.fail);
        assertThat(offer("a")).isTrue();
        assertThat(offer("b")).isFalse();
        assertThat(dropped).containsExactly("b");
        assertThat(queue.dropped()).isEqualTo(1);
    }

    @Test
    void blockDropsNothingAndNeverBlocksTheCaller() {
        queueOf(1, Overflow.block);
        for (String name : List.of("a", "b", "c")) {
            assertThat(offer(name)).isTrue();
        }
        assertThat(queue.size()).isEqualTo(3);
        assertThat(take()).isEqualTo("a");
        offer("d");
        assertThat(takeAll()).containsExactly("b", "c", "d");
        assertThat(dropped).isEmpty();
        assertThat(queue.dropped()).isZero();
    }

    @Test
    void blockTellsWhenAnItemHasAPlaceInTheQueue() {
        queueOf(1, Overflow.block);
        List<String> placed = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            queue.offer(new DeliveryQueue.Item() {
                @Override
                public void dropped() {
                    dropped.add(name);
                }

                @Override
                public void placed() {
                    placed.add(name);
                }
            });
        }
        assertThat(placed).containsExactly("a");
        queue.take();
        assertThat(placed).containsExactly("a", "b");
        queue.take();
        queue.take();
        assertThat(placed).containsExactly("a", "b", "c");
    }

    @ParameterizedTest
    @EnumSource(Overflow.class)
    void eventsKeepTheirPlaceAndAreNeverDropped(Overflow overflow) {
        queueOf(2, overflow);
        event("connected");
        offer("a");
        event("gap");
        event("connected again");
        offer("b");
        event("completed");
        assertThat(takeAll()).containsExactly("connected", "a", "gap", "connected again", "b", "completed");
    }

    @Test
    void eventsStayWhenDeliveriesAroundThemAreDropped() {
        queueOf(1, Overflow.dropOldest);
        offer("a");
        event("gap");
        offer("b");
        offer("c");
        event("completed");
        assertThat(takeAll()).containsExactly("gap", "c-2", "completed");
    }

    @Test
    void eventsKeepTheirPlaceAmongThoseBeyondTheCapacity() {
        queueOf(1, Overflow.block);
        offer("a");
        offer("b");
        event("gap");
        offer("c");
        assertThat(takeAll()).containsExactly("a", "b", "gap", "c");
    }

    @Test
    void pollingWaitsForAnItem() {
        queueOf(1, Overflow.block);
        CompletableFuture<DeliveryQueue.Taken> taken = CompletableFuture.supplyAsync(this::poll);
        offer("a");
        assertThat(taken.orTimeout(10, TimeUnit.SECONDS).join().item()).hasToString(new Named("a", dropped).toString());
    }

    @Test
    void whilePausedNothingIsTaken() {
        queueOf(2, Overflow.dropOldest);
        queue.pause(true);
        CompletableFuture<DeliveryQueue.Taken> taken = CompletableFuture.supplyAsync(this::poll);
        offer("a");
        offer("b");
        offer("c");
        event("gap");
        assertThat(queue.size()).isEqualTo(3);
        assertThat(queue.hasNext()).isFalse();
        assertThat(take()).isNull();
        assertThat(taken).isNotDone();
        queue.pause(false);
        assertThat(taken.orTimeout(10, TimeUnit.SECONDS).join().droppedBefore()).isEqualTo(1);
        assertThat(queue.hasNext()).isTrue();
        assertThat(takeAll()).containsExactly("c", "gap");
    }

    @Test
    void closingDropsWhatWaitsAndWakesEveryTaker() {
        queueOf(1, Overflow.block);
        offer("a");
        offer("b");
        queue.pause(true);
        List<Thread> takers = List.of(new Thread(this::poll), new Thread(this::poll));
        takers.forEach(Thread::start);
        Waiting.await("takers to wait").until(() -> takers.stream().allMatch(thread -> thread.getState() == Thread.State.TIMED_WAITING));
        assertThat(queue.close()).isEqualTo(2);
        Waiting.await("takers to end").until(() -> takers.stream().noneMatch(Thread::isAlive));
        assertThat(dropped).containsExactly("a", "b");
        assertThat(queue.size()).isZero();
        assertThat(take()).isNull();
    }

    @Test
    void whatIsOfferedAfterClosingIsDroppedAndNoError() {
        queueOf(1, Overflow.fail);
        queue.close();
        assertThat(offer("a")).isTrue();
        assertThat(offer("b")).isTrue();
        event("completed");
        assertThat(dropped).containsExactly("a", "b");
        assertThat(queue.size()).isZero();
        assertThat(queue.dropped()).isZero();
    }

    @Test
    void ofTooManyEventsTheOldestAreDroppedAndTheNextOneTells() {
        queueOf(2, Overflow.dropOldest);
        offer("a");
        for (int i = 1; i <= DeliveryQueue.MOST_EVENTS + 3; i++) {
            event("e" + i);
        }
        assertThat(queue.eventsDropped()).isEqualTo(3);
        assertThat(queue.dropped()).isZero();
        List<String> taken = takeAll();
        assertThat(taken).hasSize(DeliveryQueue.MOST_EVENTS + 1).startsWith("a", "e4-3", "e5")
                .endsWith("e" + (DeliveryQueue.MOST_EVENTS + 3));
    }

    @Test
    void whatWaitsWhenTheConsumerStopsIsNotDroppedByThePolicy() {
        queueOf(2, Overflow.dropOldest);
        List<String> discarded = new ArrayList<>();
        queue.offer(new DeliveryQueue.Item() {
            @Override
            public void dropped() {
                dropped.add("policy");
            }

            @Override
            public void discarded() {
                discarded.add("stop");
            }
        });
        queue.close();
        assertThat(discarded).containsExactly("stop");
        assertThat(dropped).isEmpty();
    }

    @Test
    void whoPollsWaitsSoLongAndNotForWhatWillNotCome() throws Exception {
        queueOf(1, Overflow.dropOldest);
        assertThat(queue.poll(Duration.ofMillis(5))).isNull();
        offer("a");
        offer("b");
        DeliveryQueue.Taken taken = queue.poll(Duration.ZERO);
        assertThat(((Named) taken.item()).name()).isEqualTo("b");
        assertThat(taken.droppedBefore()).isEqualTo(1);
        CompletableFuture<DeliveryQueue.Taken> waiting = CompletableFuture.supplyAsync(this::poll);
        queue.over(true);
        assertThat(waiting.get(30, TimeUnit.SECONDS)).isNull();
        offer("c");
        assertThat(take()).isEqualTo("c");
        queue.over(false);
        assertThat(queue.poll(Duration.ofMillis(5))).isNull();
    }
}
