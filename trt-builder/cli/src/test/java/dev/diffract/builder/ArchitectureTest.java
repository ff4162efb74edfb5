package dev.diffract.builder;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What holds for the whole program. What one module promises for itself stands in that module. */
@AnalyzeClasses(
        packages = "dev.diffract.builder",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.NoTestsOfOtherModules.class})
class ArchitectureTest {

    @ArchTest
    static final ArchRule noPackageLeadsBackToItself =
            slices().matching("dev.diffract.builder.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule arrowsPointFromTheCommandLineToTheGraphs = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("cli")
            .definedBy("..builder.cli")
            .layer("demo")
            .definedBy("..builder.cli.demo..")
            .layer("fleet")
            .definedBy("..builder.cli.fleet..")
            .layer("choose")
            .definedBy("..builder.build.choose..")
            .layer("bench")
            .definedBy("..builder.build.bench..")
            .layer("engine")
            .definedBy("..builder.build.engine..")
            .layer("assemble")
            .definedBy("..builder.build.assemble..")
            .layer("verify")
            .definedBy("..builder.build.verify..")
            .layer("publish")
            .definedBy("..builder.build.publish..")
            .layer("preview")
            .definedBy("..builder.graphs.preview..")
            .layer("check")
            .definedBy("..builder.graphs.check..")
            .layer("onnx")
            .definedBy("..builder.graphs.onnx..")
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("demo")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("fleet")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("choose")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("bench")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("engine")
            .mayOnlyBeAccessedByLayers("cli", "choose", "bench")
            .whereLayer("assemble")
            .mayOnlyBeAccessedByLayers("cli", "demo", "engine", "choose")
            .whereLayer("verify")
            .mayOnlyBeAccessedByLayers("cli", "demo", "assemble", "publish", "engine")
            .whereLayer("publish")
            .mayOnlyBeAccessedByLayers("cli", "demo", "assemble", "engine", "choose")
            .whereLayer("preview")
            .mayOnlyBeAccessedByLayers("assemble")
            .whereLayer("check")
            .mayOnlyBeAccessedByLayers("assemble", "preview", "engine", "bench", "cli");

    @ArchTest
    static final ArchRule onlyComparisonsKnowTheRuntime = noClasses()
            .that()
            .resideOutsideOfPackage("..graphs.check..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.onnxruntime..");

    @ArchTest
    static final ArchRule onlyTheCommandLineKnowsPicocli = noClasses()
            .that()
            .resideOutsideOfPackage("..builder.cli")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("picocli..");

    @ArchTest
    static final ArchRule onlyTensorRtKnowsItsVtables = noClasses()
            .that()
            .resideOutsideOfPackage("..nvidia.tensorrt..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..nvidia.tensorrt.abi..");

    /** Test classes of other modules come as directories or, once packaged, as jars of their own. */
    static final class NoTestsOfOtherModules implements ImportOption {

        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }
}
