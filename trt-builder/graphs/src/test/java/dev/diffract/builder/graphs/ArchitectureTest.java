package dev.diffract.builder.graphs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.diffract.builder.graphs", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule noPackageLeadsBackToItself =
            slices().matching("dev.diffract.builder.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyComparisonsKnowTheRuntime = noClasses()
            .that()
            .resideOutsideOfPackage("..graphs.check..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.onnxruntime..");
}
