package io.github.camelvision.roboflow.webrtc.core.objects.rules;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All rules of an engine. Immutable.
 *
 * @param relative whether coordinates are 0 to 1 of the frame; else pixels
 * @param classes rules by the name of a class; that of {@code *} holds for those that are not named
 * @param only whether objects of classes that are not named are left out
 */
public record ObjectRules(boolean relative, Map<String, ClassRule> classes, boolean only, LifeRule life, List<ZoneRule> zones,
        List<LineRule> lines) {

    /** Of classes that are not named. */
    static final String ANY = "*";

    public static final ObjectRules DEFAULT = new ObjectRules(false, Map.of(), false, LifeRule.DEFAULT, List.of(), List.of());

    /** The rule of a class; null when its objects are left out. @param className null: the model told none */
    public ClassRule of(String className) {
        ClassRule rule = className == null ? null : classes.get(className);
        return rule != null ? rule : only ? null : classes.getOrDefault(ANY, ClassRule.DEFAULT);
    }

    /** Those that hold for a camera. */
    public ObjectRules forCamera(String camera) {
        return new ObjectRules(relative, classes, only, life, zones.stream().filter(zone -> among(zone.cameras(), camera)).toList(),
                lines.stream().filter(line -> among(line.cameras(), camera)).toList());
    }

    private static boolean among(Set<String> cameras, String camera) {
        return cameras.isEmpty() || cameras.contains(camera);
    }
}
