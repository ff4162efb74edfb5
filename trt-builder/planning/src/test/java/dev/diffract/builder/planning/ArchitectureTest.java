package dev.diffract.builder.planning;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.diffract.builder.planning", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule noPackageLeadsBackToItself =
            slices().matching("dev.diffract.builder.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule layoutsAreArithmeticAndKnowNobody = noClasses()
            .that()
            .resideInAPackage("..planning.mig..")
            .should()
            .dependOnClassesThat(resideInAPackage("dev.diffract..").and(resideOutsideOfPackage("..planning.mig..")));

    @ArchTest
    static final ArchRule readingAPlanNeedsTheCatalogueOnly = noClasses()
            .that()
            .resideInAPackage("..planning.plan")
            .should()
            .dependOnClassesThat(resideInAPackage("dev.diffract..")
                    .and(resideOutsideOfPackages("..planning.plan", "..planning.mig..", "..repository.words")));
}
