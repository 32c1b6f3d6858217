package io.github.camelvision.roboflow.webrtc;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of docs/architecture.adoc. */
@AnalyzeClasses(packages = "io.github.camelvision.roboflow.webrtc", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    /** A word of several words. */
    private static final Pattern CLASS = Pattern.compile("\\b([A-Z][a-z0-9]+(?:[A-Z][a-z0-9]+)+)\\b");

    private static final String ROOT = "io.github.camelvision.roboflow.webrtc";
    private static final String FACES = ROOT + ".";

    @ArchTest
    static final ArchRule CORE_KNOWS_NEITHER_CAMEL_NOR_SPRING = noClasses().that().resideInAPackage("..core..")
            .should().dependOnClassesThat().resideInAnyPackage("org.apache.camel..", "org.springframework..");

    @ArchTest
    static final ArchRule ONLY_RTC_TOUCHES_LIBWEBRTC = noClasses().that().resideOutsideOfPackage("..core.rtc..")
            .should().dependOnClassesThat().resideInAPackage("dev.onvoid..");

    @ArchTest
    static final ArchRule ONLY_METRICS_KNOWS_MICROMETER = noClasses().that().resideOutsideOfPackage("..metrics..")
            .should().dependOnClassesThat().resideInAPackage("io.micrometer..");

    @ArchTest
    static final ArchRule ONLY_MEDIA_PACKAGES_TOUCH_FFMPEG = noClasses()
            .that().resideOutsideOfPackages("..core.source..", "..core.media..", "..core.worker..", "..core.capture..",
                    "..core.clips..")
            .should().dependOnClassesThat().resideInAPackage("org.bytedeco..");

    @ArchTest
    static final ArchRule PURE_ROOMS_KNOW_NEITHER_THREAD_NOR_CLOCK = noClasses()
            .that().resideInAnyPackage("..core.wire..", "..core.flow..", "..core.correlate..", "..core.objects..", "..core.motion..",
                    "..core.detection..", "..core.media.image..")
            .should().dependOnClassesThat().haveFullyQualifiedName("java.lang.Thread")
            .orShould().dependOnClassesThat().resideInAPackage("java.util.concurrent..")
            .orShould().dependOnClassesThat().haveFullyQualifiedName("java.time.Clock")
            .orShould().callMethod(System.class, "nanoTime")
            .orShould().callMethod(System.class, "currentTimeMillis")
            .orShould().callMethod(java.time.Instant.class, "now");

    /** A room is a package with its {@code engine} or {@code internal}, which may know each other. */
    private static final SliceAssignment ROOMS = new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
            return SliceIdentifier.of(javaClass.getPackageName().replaceFirst("\\.(engine|internal)\\b.*", ""));
        }

        @Override
        public String getDescription() {
            return "rooms";
        }
    };

    @ArchTest
    static final ArchRule ROOMS_ARE_ACYCLIC = slices().assignedFrom(ROOMS).should().beFreeOfCycles();

    @ArchTest
    static final ArchRule ENGINES_AND_INTERNALS_ARE_BEHIND_A_DOOR = classes().that().resideInAnyPackage("..engine..", "..internal..")
            .should(new ArchCondition<>("be used by their own room only") {
                @Override
                public void check(JavaClass owned, ConditionEvents events) {
                    String room = ROOMS.getIdentifierOf(owned).toString();
                    owned.getDirectDependenciesToSelf().stream()
                            .filter(use -> !ROOMS.getIdentifierOf(use.getOriginClass()).toString().equals(room))
                            .forEach(use -> events.add(SimpleConditionEvent.violated(owned, use.getDescription())));
                }
            });

    @ArchTest
    static final ArchRule EVERY_ROOM_SAYS_WHAT_IT_IS_FOR = classes().should(new ArchCondition<>("reside in a package with package-info") {
        @Override
        public void check(JavaClass owned, ConditionEvents events) {
            Path info = Path.of("src/main/java", owned.getPackageName().replace('.', '/'), "package-info.java");
            if (!Files.exists(info)) {
                events.add(SimpleConditionEvent.violated(owned, info + " is missing"));
            }
        }
    });

    /** Tests and the rest of the module included: who reads a name knows which class it is. */
    @Test
    void noTwoClassesHaveOneName() throws IOException {
        Map<String, List<Path>> byName = sources().stream().collect(Collectors.groupingBy(file -> file.getFileName().toString()));
        assertThat(byName.values()).allSatisfy(same -> assertThat(same).hasSize(1));
    }

    @Test
    void thePageNamesEveryRoomAndNoClassThatIsNotThere() throws IOException {
        String page = Files.readString(Path.of("../docs/architecture.adoc"));
        List<Path> files = sources();
        Set<String> classes = files.stream().map(file -> file.getFileName().toString().replace(".java", "")).collect(Collectors.toSet());
        assertThat(CLASS.matcher(page).results().map(name -> name.group(1)).filter(name -> !classes.contains(name)).distinct())
                .as("classes that the page names").containsOnly("InOut", "RoboflowWebrtcRoutes");
        assertThat(files.stream().filter(file -> file.startsWith(Path.of("src/main/java")))
                .map(file -> file.getParent().getFileName().toString()).distinct()
                .filter(room -> !Pattern.compile("\\b" + room + "\\b").matcher(page).find())).as("rooms that the page does not name")
                        .isEmpty();
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            return files.filter(file -> file.toString().endsWith(".java") && !file.endsWith("package-info.java")).toList();
        }
    }

    /** What waits or measures takes System.nanoTime: a wall clock that is set right must change nothing. These only stamp or show. */
    @ArchTest
    static final ArchRule THE_WALL_CLOCK_ONLY_STAMPS = noClasses()
            .that()
            .haveNameNotMatching(
                    ".*\\.(SessionEvent|DeliveryExchanges|ObjectResults|SharedSession|SessionDriver|StatusBoard|CallErrors|LiveView"
                            + "|WorkerConsumer|WorkerSession|ReceivedAt|FrameTimes|KafkaMember)")
            .should().callMethod(System.class, "currentTimeMillis")
            .orShould().callMethod(java.time.Instant.class, "now")
            .orShould().callMethod(java.time.LocalDateTime.class, "now")
            .orShould().callMethod(java.time.ZonedDateTime.class, "now")
            .orShould().callMethod(java.time.OffsetDateTime.class, "now")
            .orShould().callMethod(java.time.LocalDate.class, "now")
            .orShould().callMethod(java.time.LocalTime.class, "now")
            .orShould().callMethod(java.time.Clock.class, "systemUTC")
            .orShould().callMethod(java.time.Clock.class, "systemDefaultZone")
            .orShould().callMethod(java.time.InstantSource.class, "system")
            .orShould().callMethod(java.util.Calendar.class, "getInstance")
            .orShould().callConstructor(java.util.Date.class);

    @ArchTest
    static final ArchRule THE_TWO_FACES_DO_NOT_KNOW_EACH_OTHER = noClasses().that().resideInAPackage(FACES + "client..")
            .should().dependOnClassesThat().resideInAPackage(FACES + "worker..");

    @ArchTest
    static final ArchRule NEITHER_FACE_KNOWS_THE_OTHER = noClasses().that().resideInAPackage(FACES + "worker..")
            .should().dependOnClassesThat().resideInAPackage(FACES + "client..");

    @ArchTest
    static final ArchRule CLIENT_SESSION_AND_WORKER_DO_NOT_KNOW_EACH_OTHER = noClasses()
            .that().resideInAPackage("..core.session..").should().dependOnClassesThat().resideInAPackage("..core.worker..");

    @ArchTest
    static final ArchRule WORKER_AND_CLIENT_SESSION_DO_NOT_KNOW_EACH_OTHER = noClasses()
            .that().resideInAPackage("..core.worker..").should().dependOnClassesThat()
            .resideInAnyPackage("..core.session..", "..core.source..");

    /** The lines of the page's diagram. */
    @ArchTest
    static final ArchRule DEPENDENCIES_POINT_DOWNWARDS = layeredArchitecture().consideringOnlyDependenciesInLayers()
            .layer("faces").definedBy(ROOT, ROOT + ".transform..", ROOT + ".testkit..", ROOT + ".file..", ROOT + ".objects..",
                    ROOT + ".fleet..", ROOT + ".client..", ROOT + ".worker..")
            .layer("shared").definedBy(ROOT + ".live..", ROOT + ".metrics..", ROOT + ".http..", ROOT + ".uri..", ROOT + ".route..")
            .layer("sides").definedBy("..core.session..", "..core.worker..", "..core.source..")
            .layer("base").definedBy(resideInAPackage("..core..").and(resideOutsideOfPackages("..core.session..", "..core.worker..",
                    "..core.source..")))
            .whereLayer("faces").mayNotBeAccessedByAnyLayer()
            .whereLayer("shared").mayOnlyBeAccessedByLayers("faces")
            .whereLayer("sides").mayOnlyBeAccessedByLayers("faces", "shared");

    @ArchTest
    static final ArchRule THE_BASE_KNOWS_NOTHING_ABOVE_IT = noClasses()
            .that().resideInAnyPackage("..core.error..", "..core.media..", "..core.detection..").should().dependOnClassesThat()
            .resideInAnyPackage("..core.wire..", "..core.flow..", "..core.correlate..", "..core.signalling..", "..core.rtc..",
                    "..core.capture..", "..core.clips..", "..core.source..", "..core.session..", "..core.worker..");

    @ArchTest
    static final ArchRule THE_LOOP_KNOWS_NO_SESSION = noClasses().that().resideInAPackage("..core.loop..").should().dependOnClassesThat()
            .resideInAnyPackage("..core.wire..", "..core.signalling..", "..core.rtc..", "..core.capture..", "..core.source..",
                    "..core.session..", "..core.worker..");

    @ArchTest
    static final ArchRule CAPTURE_KNOWS_FRAMES_AND_ERRORS_ONLY = noClasses().that().resideInAPackage("..core.capture..")
            .should().dependOnClassesThat().resideInAnyPackage("..core.wire..", "..core.flow..", "..core.correlate..", "..core.loop..",
                    "..core.signalling..", "..core.rtc..", "..core.source..", "..core.session..", "..core.worker..");

    @ArchTest
    static final ArchRule CLIPS_KNOW_FRAMES_AND_RESULTS_ONLY = noClasses().that().resideInAPackage("..core.clips..")
            .should().dependOnClassesThat().resideInAnyPackage("..core.wire..", "..core.correlate..", "..core.loop..",
                    "..core.signalling..", "..core.rtc..", "..core.capture..", "..core.source..", "..core.session..", "..core.worker..");

    /** Not even in another name: who waits does so for a condition, which can be told, and not for a time. */
    @ArchTest
    static final ArchRule MAIN_CODE_NEVER_SLEEPS = noClasses().should().callMethodWhere(target(owner(type(Thread.class)))
            .and(target(nameMatching("sleep|yield|onSpinWait")))).orShould().callMethodWhere(target(owner(type(TimeUnit.class)))
                    .and(target(nameMatching("sleep"))))
            .orShould().callMethodWhere(target(owner(type(LockSupport.class)))
                    .and(target(nameMatching("park.*"))));
}
