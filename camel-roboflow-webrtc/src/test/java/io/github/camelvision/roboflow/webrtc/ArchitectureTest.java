package io.github.camelvision.roboflow.webrtc;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The rules of docs/architecture.adoc. */
@AnalyzeClasses(packages = "io.github.camelvision.roboflow.webrtc", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

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
            .that().resideOutsideOfPackages("..core.source..", "..core.media..", "..core.worker..", "..core.capture..")
            .should().dependOnClassesThat().resideInAPackage("org.bytedeco..");

    @ArchTest
    static final ArchRule WIRE_AND_FLOW_ARE_PURE = noClasses().that().resideInAnyPackage("..core.wire..", "..core.flow..")
            .should().dependOnClassesThat().haveFullyQualifiedName("java.lang.Thread")
            .orShould().dependOnClassesThat().resideInAPackage("java.util.concurrent..")
            .orShould().dependOnClassesThat().haveFullyQualifiedName("java.time.Clock")
            .orShould().callMethod(System.class, "nanoTime")
            .orShould().callMethod(System.class, "currentTimeMillis")
            .orShould().callMethod(java.time.Instant.class, "now");

    @ArchTest
    static final ArchRule PACKAGES_ARE_ACYCLIC = slices().matching("io.github.camelvision.roboflow.webrtc.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule CLIENT_SESSION_AND_WORKER_DO_NOT_KNOW_EACH_OTHER = noClasses()
            .that().resideInAPackage("..core.session..").should().dependOnClassesThat().resideInAPackage("..core.worker..");

    @ArchTest
    static final ArchRule WORKER_AND_CLIENT_SESSION_DO_NOT_KNOW_EACH_OTHER = noClasses()
            .that().resideInAPackage("..core.worker..").should().dependOnClassesThat()
            .resideInAnyPackage("..core.session..", "..core.source..");

    @ArchTest
    static final ArchRule THE_BASE_KNOWS_NOTHING_ABOVE_IT = noClasses()
            .that().resideInAnyPackage("..core.error..", "..core.media..").should().dependOnClassesThat()
            .resideInAnyPackage("..core.wire..", "..core.flow..", "..core.signalling..", "..core.rtc..", "..core.capture..",
                    "..core.source..", "..core.session..", "..core.worker..");

    @ArchTest
    static final ArchRule THE_LOOP_KNOWS_NO_SESSION = noClasses().that().resideInAPackage("..core.loop..").should().dependOnClassesThat()
            .resideInAnyPackage("..core.wire..", "..core.signalling..", "..core.rtc..", "..core.capture..", "..core.source..",
                    "..core.session..", "..core.worker..");

    @ArchTest
    static final ArchRule CAPTURE_KNOWS_PICTURES_AND_ERRORS_ONLY = noClasses().that().resideInAPackage("..core.capture..")
            .should().dependOnClassesThat().resideInAnyPackage("..core.wire..", "..core.flow..", "..core.loop..", "..core.signalling..",
                    "..core.rtc..", "..core.source..", "..core.session..", "..core.worker..");

    @ArchTest
    static final ArchRule MAIN_CODE_NEVER_SLEEPS = noClasses().should().callMethod(Thread.class, "sleep", long.class)
            .orShould().callMethod(Thread.class, "sleep", java.time.Duration.class)
            .orShould().callMethod(Thread.class, "sleep", long.class, int.class);
}
