package dev.diffract.frontend.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.diffract.frontend.core", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    /** The domain must compile, run and be tested without any server, framework or wire format. */
    @ArchTest
    static final ArchRule coreKnowsOnlyTheJdkAndTheContract = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify.annotations",
                    "dev.diffract.repository.kserve",
                    "dev.diffract.repository.layout",
                    "dev.diffract.repository.pipeline",
                    "dev.diffract.frontend.core..");

    /** Every package can be read, and moved, without another one that needs it. */
    @ArchTest
    static final ArchRule packagesFormNoCircle =
            slices().matching("dev.diffract.frontend.core.(**)").should().beFreeOfCycles();

    /** Arithmetic that knows of instances or requests could not be restarted on another one. */
    @ArchTest
    static final ArchRule arithmeticKnowsNothingOfCalls = noClasses()
            .that()
            .resideInAnyPackage("..core.noise", "..core.sampling..", "..core.text", "..core.imaging")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..core.request", "..core.inference", "..core.fleet", "..core.dispatch", "..core.generation");

    /** Time comes in through a clock and a timer that tests move by hand. */
    @ArchTest
    static final ArchRule nobodyAsksTheSystemForTime = noClasses()
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(Thread.class, "sleep", long.class);
}
