package io.espalier.app;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.google.inject.Guice;
import com.google.inject.Module;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;

/** The map of {@code docs/architecture.md}, as rules: which package may see what. This module sees all others. */
@AnalyzeClasses(packages = "io.espalier", importOptions = ArchitectureTest.WithoutTests.class)
class ArchitectureTest {

    /** Leaves out test classes, also those of a build whose output lies in a folder below {@code target}. */
    static final class WithoutTests implements ImportOption {
        private static final Pattern TESTS = Pattern.compile(".*/target/(.+/)?test-classes/.*");

        @Override
        public boolean includes(Location location) {
            return !location.matches(TESTS);
        }
    }

    @ArchTest
    static final ArchRule graphIsPure = classes()
            .that()
            .resideInAPackage("io.espalier.zoo.graph..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.espalier.zoo.graph..", "java.lang..", "java.util..", "org.jspecify..");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.espalier.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onnxProtobufStaysInZooOnnx =
            onlyIn("io.espalier.zoo.onnx..", "ai.onnx.proto..", "com.google.protobuf..");

    @ArchTest
    static final ArchRule onnxRuntimeStaysInZooRuntime = onlyIn("io.espalier.zoo.runtime..", "ai.onnxruntime..");

    @ArchTest
    static final ArchRule hardwareFactsStayInProfile = onlyIn("io.espalier.profile..", "oshi..");

    @ArchTest
    static final ArchRule nativeCallsStayAtTheEdge = noClasses()
            .that()
            .resideOutsideOfPackages("io.espalier.profile..", "io.espalier.pytorch..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.sun.jna..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule djlStaysInItsModule =
            onlyIn("io.espalier.pytorch..", "ai.djl..").allowEmptyShould(true);

    @ArchTest
    static final ArchRule jeneticsStaysInSearchEvolve = onlyIn("io.espalier.search.evolve..", "io.jenetics..");

    @ArchTest
    static final ArchRule nd4jStaysInItsModule =
            onlyIn("io.espalier.nd4j..", "org.nd4j..", "org.deeplearning4j..", "org.datavec..", "org.bytedeco..");

    @ArchTest
    static final ArchRule linearAlgebraStaysWhereItIsNeeded = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "io.espalier.zoo.repair..", "io.espalier.zoo.lowrank..", "io.espalier.cost.transfer..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.ejml..");

    @ArchTest
    static final ArchRule databasesStayInStore =
            onlyIn("io.espalier.store..", "java.sql..", "javax.sql..", "org.jdbi..", "org.sqlite..", "org.flywaydb..");

    @ArchTest
    static final ArchRule terminalStaysInApp =
            onlyIn("io.espalier.app..", "picocli..", "me.tongfei..", "org.jline..", "ch.qos.logback..");

    @ArchTest
    static final ArchRule injectionStaysAtTheEdge = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.espalier.zoo..", "io.espalier.profile..", "io.espalier.cost..", "io.espalier.training..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.google.inject..", "jakarta.inject..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule onlyAppMakesInjectors = noClasses()
            .that()
            .resideOutsideOfPackage("io.espalier.app..")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(Guice.class);

    @ArchTest
    static final ArchRule othersLibrariesAreNotBorrowed = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.google.common..", "org.apache.commons.lang3..", "org.apache.commons.io..");

    @ArchTest
    static final ArchRule anAdapterShowsItsGuiceModuleOnly = classes()
            .that()
            .resideInAnyPackage("io.espalier.search.evolve..", "io.espalier.store..", "io.espalier.nd4j..")
            .and()
            .arePublic()
            .and()
            .areTopLevelClasses()
            .should()
            .beAssignableTo(Module.class)
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule everyPackageIsNullMarked = classes().should(resideInANullMarkedPackage());

    @ArchTest
    static final ArchRule randomnessHasASeed = noClasses().should().accessTargetWhere(BannedCalls.UNSEEDED_RANDOMNESS);

    @ArchTest
    static final ArchRule threadPoolsHaveNames = noClasses().should().accessTargetWhere(BannedCalls.UNNAMED_THREADS);

    @ArchTest
    static final ArchRule onlyCommandsWriteToTheTerminal = noClasses()
            .that()
            .resideOutsideOfPackage("io.espalier.app.command..")
            .should()
            .accessTargetWhere(BannedCalls.STANDARD_STREAMS);

    @ArchTest
    static final ArchRule zooAndSearchCoreAreGivenTheirClock = noClasses()
            .that()
            .resideInAnyPackage("io.espalier.zoo..", "io.espalier.search..")
            .should()
            .accessTargetWhere(BannedCalls.SYSTEM_CLOCK);

    /** Nothing outside of {@code home} may see the packages of a framework. */
    private static ArchRule onlyIn(String home, String... framework) {
        return noClasses()
                .that(are(not(resideInAPackage(home))))
                .should()
                .dependOnClassesThat(resideInAnyPackage(framework))
                .allowEmptyShould(true);
    }

    private static ArchCondition<JavaClass> resideInANullMarkedPackage() {
        return new ArchCondition<>("reside in a package whose package-info is @NullMarked") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                events.add(new SimpleConditionEvent(
                        type,
                        marked,
                        "Type <%s> is in a package without @NullMarked in a package-info".formatted(type.getName())));
            }
        };
    }
}
