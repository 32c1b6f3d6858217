package io.github.camelvision.roboflow.webrtc.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.testing.FakeRtcPeer;
import io.github.camelvision.roboflow.webrtc.testing.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A message takes the steps that docs/architecture.adoc names, and no other class: the stack is what was walked. */
class WalkTest {

    private static final Path PAGE = Path.of("../docs/architecture.adoc");
    private static final Pattern LISTING = Pattern.compile("=== From a message.*?----\n(.*?)----\n", Pattern.DOTALL);
    private static final Pattern STEP = Pattern.compile("^[a-z ]*? \\d+ (\\w+)", Pattern.MULTILINE);
    private static final int MOST_STEPS = 15;

    private final VirtualSession fixture = new VirtualSession();

    @AfterEach
    void leavesNothingBehind() {
        fixture.close();
    }

    private static List<String> page() throws IOException {
        String listing = LISTING.matcher(Files.readString(PAGE)).results().findFirst().orElseThrow().group(1);
        return STEP.matcher(listing).results().map(step -> step.group(1)).toList();
    }

    /** The steps of the page from one to another. */
    private static List<String> steps(String from, String to) throws IOException {
        List<String> page = page();
        return page.subList(page.indexOf(from), page.indexOf(to) + 1);
    }

    /** Classes of main code that called each other until now, the first one first. */
    private static List<String> walked() {
        List<String> innermostFirst = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE).walk(frames -> frames
                .map(StackWalker.StackFrame::getDeclaringClass).filter(WalkTest::isMain)
                .map(each -> each.getNestHost().getSimpleName()).collect(Collectors.toCollection(ArrayList::new)));
        Collections.reverse(innermostFirst);
        return innermostFirst.stream().distinct().toList();
    }

    private static boolean isMain(Class<?> type) {
        return type.getName().startsWith("io.github.camelvision.")
                && !type.getProtectionDomain().getCodeSource().getLocation().getPath().contains("test-classes");
    }

    @Test
    void aMessageAndItsAcknowledgementTakeTheStepsOfThePage() throws IOException {
        assertThat(page()).hasSizeBetween(10, MOST_STEPS).doesNotHaveDuplicates();
        fixture.options.realtime(false);
        List<List<String>> there = new ArrayList<>();
        List<List<String>> back = new ArrayList<>();
        fixture.listener.onDelivery = delivery -> there.add(walked());
        FakeRtcPeer peer = fixture.stream();
        peer.inference().onSend(() -> back.add(walked()));
        peer.inference().deliver(Results.message(1));
        peer.inference().deliver(Results.message(2));
        fixture.settle();
        assertThat(there).containsExactly(steps("PeerCallbacks", "GuardedListener"), steps("PeerCallbacks", "GuardedListener"));
        back.clear();
        fixture.listener.deliveries.get(0).done();
        fixture.listener.deliveries.get(1).done();
        fixture.settle();
        assertThat(back).allSatisfy(walk -> assertThat(walk).endsWith(steps("Acknowledger", "Connection").toArray(new String[0])));
        assertThat(back).isNotEmpty();
    }
}
