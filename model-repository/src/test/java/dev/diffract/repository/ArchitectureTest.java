package dev.diffract.repository;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.diffract.repository", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule noCircles =
            slices().matching("dev.diffract.repository.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule familiesKnowNoFiles = noClasses()
            .that()
            .resideInAPackage("..repository.pipeline..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..repository.layout..", "..repository.json..", "com.fasterxml..");
}
