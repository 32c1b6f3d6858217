package io.github.camelvision.roboflow.webrtc.fleet.internal.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RegistryRecordsTest {

    private final RegistryRecords records = new RegistryRecords();

    private void add(int partition, String key, String value) {
        records.add(partition, key == null ? null : key.getBytes(UTF_8), value == null ? null : value.getBytes(UTF_8));
    }

    private List<String> cameras(Integer... partitions) {
        return records.cameras(List.of(partitions)::contains).stream().map(listed -> listed.camera().name() + "@" + listed.partition())
                .toList();
    }

    @Test
    void theLastRecordOfAKeyCountsAndATombstoneRemoves() {
        add(0, "north", "{\"labels\": {\"line\": \"a\"}}");
        add(1, "south", "{}");
        add(0, "north", "{\"labels\": {\"line\": \"b\"}}");
        add(0, "gone", "{}");
        add(0, "gone", null);
        add(1, "never", null);
        assertThat(cameras(0, 1)).containsExactly("north@0", "south@1");
        assertThat(records.cameras(partition -> true).get(0).camera().labels()).containsEntry("line", "b");
        assertThat(cameras(1)).containsExactly("south@1");
        assertThat(records.mistakes()).isEmpty();
    }

    @Test
    void aBadRecordIsToldByItsCameraAndLeavesTheOthersAlone() {
        add(0, "good", "{}");
        add(0, "list", "[]");
        add(0, "broken", "{\"apiKey\": \"s3cret");
        records.add(0, "latin".getBytes(UTF_8), new byte[] {(byte) 0xe4});
        records.add(0, "large".getBytes(UTF_8), new byte[RegistryRecords.MOST_ENTRY_BYTES + 1]);
        assertThat(cameras(0)).containsExactly("good@0");
        assertThat(records.mistakes()).containsOnlyKeys("list", "broken", "latin", "large")
                .containsEntry("list", "its entry is a list of options by name, not a list")
                .containsEntry("latin", "its record is no text in UTF-8")
                .containsEntry("large", "its record has 1048577 bytes, more than 1048576");
        assertThat(records.mistakes().get("broken")).doesNotContain("s3cret");
        assertThat(cameras(1)).isEmpty();
        assertThat(records.mistakes()).isEmpty();
        add(0, "list", "{}");
        assertThat(cameras(0)).containsExactly("good@0", "list@0");
    }

    @Test
    void aKeyThatIsNoNameIsToldOnce() {
        add(2, null, "{}");
        add(2, " ", "{}");
        add(2, "x".repeat(RegistryRecords.MOST_NAME_BYTES + 1), "{}");
        assertThat(cameras(2)).isEmpty();
        assertThat(records.mistakes()).hasSize(1).containsKey("(records)");
        assertThat(records.mistakes().get("(records)")).contains("partition 2", "no camera's name");
    }

    @Test
    void aCameraInTwoPartitionsHasOneOwnerOnly() {
        add(3, "north", "{\"labels\": {\"line\": \"new\"}}");
        add(1, "north", "{\"labels\": {\"line\": \"old\"}}");
        assertThat(cameras(3)).isEmpty();
        assertThat(cameras(1, 3)).containsExactly("north@1");
        assertThat(records.mistakes())
                .isEqualTo(Map.of("north", "it is in the partitions [1, 3]: that of partition 1 counts, remove the others"));
        add(1, "north", null);
        assertThat(cameras(3)).containsExactly("north@3");
        assertThat(records.mistakes()).isEmpty();
    }

    @Test
    void aKeyWithControlCharactersIsNoName() {
        add(0, "north\nERROR", "{}");
        assertThat(cameras(0)).isEmpty();
        assertThat(records.mistakes()).containsOnlyKeys("(records)");
    }

    /** An entry without an option has a few bytes as text, and hundreds in memory. */
    @Test
    void smallEntriesCountWhatTheyTake() {
        int most = (int) (RegistryRecords.MOST_BYTES / 400);
        for (int i = 0; i < most + 10; i++) {
            add(0, "c" + i, "{}");
        }
        assertThat(cameras(0)).hasSizeLessThan(most);
        assertThat(records.mistakes().get("(records)")).contains("left out");
    }

    @Test
    void whatIsKeptHasALimitAndWhatIsRemovedMakesRoom() {
        String large = "{\"sourceUri\": \"" + "x".repeat(RegistryRecords.MOST_ENTRY_BYTES - 20) + "\"}";
        int most = (int) (RegistryRecords.MOST_BYTES / large.length()) - 1;
        for (int i = 0; i <= most + 2; i++) {
            add(0, "camera" + i, large);
        }
        int fit = cameras(0).size();
        assertThat(fit).isBetween(most - 1, most + 1);
        assertThat(records.mistakes().get("(records)")).contains("more than " + RegistryRecords.MOST_BYTES + " bytes");
        add(0, "camera0", null);
        add(0, "camera" + (most + 2), large);
        assertThat(cameras(0)).hasSize(fit).contains("camera" + (most + 2) + "@0");
        records.clear(0);
        assertThat(cameras(0)).isEmpty();
        assertThat(records.mistakes()).isEmpty();
    }
}
