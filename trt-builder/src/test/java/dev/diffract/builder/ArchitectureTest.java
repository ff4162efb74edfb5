package dev.diffract.builder;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.diffract.builder", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule arrowsPointFromTheCommandLineToTheGraphs = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("cli")
            .definedBy("..builder.cli..")
            .layer("demo")
            .definedBy("..builder.demo..")
            .layer("choose")
            .definedBy("..builder.plan.choose..")
            .layer("bench")
            .definedBy("..builder.bench..")
            .layer("engine")
            .definedBy("..builder.engine..")
            .layer("assemble")
            .definedBy("..builder.assemble..")
            .layer("verify")
            .definedBy("..builder.verify..")
            .layer("publish")
            .definedBy("..builder.publish..")
            .layer("preview")
            .definedBy("..builder.preview..")
            .layer("check")
            .definedBy("..builder.check..")
            .layer("onnx")
            .definedBy("..builder.onnx..")
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("demo")
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
    static final ArchRule layoutsAreArithmeticAndKnowNobody = noClasses()
            .that()
            .resideInAPackage("..builder.mig..")
            .should()
            .dependOnClassesThat(resideInAPackage("dev.diffract..").and(resideOutsideOfPackage("..builder.mig..")));

    @ArchTest
    static final ArchRule readingAPlanNeedsTheCatalogueOnly = noClasses()
            .that()
            .resideInAPackage("..builder.plan")
            .should()
            .dependOnClassesThat(resideInAPackage("dev.diffract..")
                    .and(resideOutsideOfPackages("..builder.plan", "..builder.mig..")));

    @ArchTest
    static final ArchRule onlyComparisonsKnowTheRuntime = noClasses()
            .that()
            .resideOutsideOfPackage("..builder.check..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.onnxruntime..");

    @ArchTest
    static final ArchRule onlyTheCommandLineKnowsPicocli = noClasses()
            .that()
            .resideOutsideOfPackage("..builder.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("picocli..");

    @ArchTest
    static final ArchRule onlyTensorRtKnowsItsVtables = noClasses()
            .that()
            .resideOutsideOfPackage("..builder.tensorrt..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..builder.tensorrt.abi..");

    @ArchTest
    static final ArchRule tensorRtAndCudaKnowNothingOfTheRest = noClasses()
            .that()
            .resideInAnyPackage("..builder.tensorrt..", "..builder.cuda..")
            .should()
            .dependOnClassesThat(resideInAPackage("dev.diffract..")
                    .and(resideOutsideOfPackages("..builder.tensorrt..", "..builder.cuda..")));
}
