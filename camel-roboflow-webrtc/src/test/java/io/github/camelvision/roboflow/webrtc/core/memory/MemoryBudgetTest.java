package io.github.camelvision.roboflow.webrtc.core.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {

    private final MemoryBudget budget = MemoryBudget.ofHeap(100);

    @Test
    void oneSessionGetsHalfOfIt() {
        MemoryBudget.Account only = budget.account("Session only");
        assertThat(only.take(50)).isTrue();
        assertThat(only.take(1)).isFalse();
        assertThat(budget.used()).isEqualTo(50);
        assertThat(budget.refused()).isEqualTo(1);
    }

    @Test
    void ofManyThatWantEverythingNoneLeavesTheNextOneWithNothing() {
        MemoryBudget large = MemoryBudget.ofHeap(10_000);
        List<MemoryBudget.Account> greedy = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            greedy.add(large.account("Session " + i));
        }
        boolean anyTook = true;
        while (anyTook) {
            anyTook = false;
            for (MemoryBudget.Account account : greedy) {
                anyTook |= account.take(1);
            }
        }
        assertThat(greedy).allSatisfy(account -> assertThat(account.held()).isEqualTo(1000));
        MemoryBudget.Account late = large.account("Session late");
        assertThat(late.take(500)).isTrue();
    }

    @Test
    void whatIsGivenBackCanBeTakenAgain() {
        MemoryBudget.Account account = budget.account("Session a");
        assertThat(account.take(40)).isTrue();
        account.give(40);
        assertThat(account.held()).isZero();
        assertThat(account.take(50)).isTrue();
        account.close();
        account.give(50);
        account.close();
        assertThat(budget.used()).isZero();
        assertThat(account.take(1)).isTrue();
        assertThat(budget.used()).isZero();
    }

    @Test
    void whatIsThereAlreadyCountsThoughItIsTooMuch() {
        MemoryBudget.Account account = budget.account("Session a");
        account.takeAnyway(300);
        assertThat(account.held()).isEqualTo(300);
        assertThat(budget.account("Session b").take(1)).isFalse();
        account.give(300);
        assertThat(budget.account("Session b").take(1)).isTrue();
    }

    @Test
    void aRefusalNamesTheSessionTheOptionAndTheCureInOneSentence() {
        MemoryBudget heap = MemoryBudget.ofHeap(64L << 20);
        MemoryBudget.Account account = heap.account("Session line1");
        account.take(20L << 20);
        assertThat(account.refusal(16L << 20))
                .isEqualTo("Session line1 holds 20.0 MiB and wants 16.0 MiB more, but of the 64.0 MiB that all"
                        + " sessions share only 44.0 MiB are left, and no session may hold more than is left for the others: raise the"
                        + " component's option memoryBudget, or give the JVM a larger heap (-Xmx)");
    }

    @Test
    void theUsualBudgetIsHalfOfTheHeapAndALimitCanBeSetAndUnset() {
        assertThat(MemoryBudget.heap().capacity()).isEqualTo(Runtime.getRuntime().maxMemory() / 2);
        budget.limit(10);
        assertThat(budget.capacity()).isEqualTo(10);
        budget.limit(0);
        assertThat(budget.capacity()).isEqualTo(100);
        assertThat(MemoryBudget.nativeMemory().capacity()).isPositive();
    }

    @Test
    void manyThreadsLeaveNothingBehind() throws Exception {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            MemoryBudget.Account account = budget.account("Session " + i);
            threads.add(new Thread(() -> {
                for (int n = 0; n < 10_000; n++) {
                    int bytes = ThreadLocalRandom.current().nextInt(30);
                    if (account.take(bytes)) {
                        account.give(bytes);
                    }
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(budget.used()).isZero();
    }
}
