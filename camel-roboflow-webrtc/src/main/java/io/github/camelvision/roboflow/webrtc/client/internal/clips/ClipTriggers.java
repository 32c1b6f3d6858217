package io.github.camelvision.roboflow.webrtc.client.internal.clips;

import io.github.camelvision.roboflow.webrtc.core.objects.ObjectEvent;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.uri.CommaList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What makes a clip, as the option {@code clipOn} says. */
final class ClipTriggers {

    private record Wanted(ObjectEvent.Type type, String name) {

        private boolean is(ObjectEvent event) {
            return event.type() == type
                    && (name == null || name.equals(event.zone()) || name.equals(event.line()) || name.equals(event.className()));
        }
    }

    private final List<Wanted> events;
    private final Predicate<InferenceResult> results;

    private ClipTriggers(List<Wanted> events, Predicate<InferenceResult> results) {
        this.events = events;
        this.results = results;
    }

    /**
     * @param option names of event types, separated by commas, each alone or with {@code :} and the name of a zone, a line or a class; or a
     *        predicate of results; null: nothing
     * @throws IllegalArgumentException when it is something else
     */
    @SuppressWarnings("unchecked")
    static ClipTriggers of(Object option) {
        if (option instanceof Predicate<?> predicate) {
            return new ClipTriggers(List.of(), (Predicate<InferenceResult>) predicate);
        }
        if (option != null && !(option instanceof CharSequence)) {
            throw new IllegalArgumentException(
                    "The option clipOn takes types of events, or a bean that is a java.util.function.Predicate of "
                            + "results, not " + option.getClass().getName());
        }
        List<Wanted> events = new ArrayList<>();
        for (String word : CommaList.of(option == null ? null : option.toString())) {
            String[] parts = word.split(":", 2);
            ObjectEvent.Type type =
                    Arrays.stream(ObjectEvent.Type.values()).filter(each -> each.name().equals(parts[0].strip())).findFirst()
                            .orElseThrow(() -> new IllegalArgumentException("The option clipOn cannot be '" + word + "': it takes "
                                    + Arrays.stream(ObjectEvent.Type.values()).map(Enum::name).collect(Collectors.joining(", "))
                                    + ", each alone or as type:name with the name of a zone, a line or a class"));
            events.add(new Wanted(type, parts.length == 1 ? null : parts[1].strip()));
        }
        return new ClipTriggers(events, null);
    }

    boolean events() {
        return !events.isEmpty();
    }

    boolean results() {
        return results != null;
    }

    boolean wants(ObjectEvent event) {
        return events.stream().anyMatch(wanted -> wanted.is(event));
    }

    boolean wants(InferenceResult result) {
        return results != null && results.test(result);
    }
}
