package dev.diffract.builder.nvidia;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.diffract.builder.nvidia", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule noPackageLeadsBackToItself =
            slices().matching("dev.diffract.builder.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyTensorRtKnowsItsVtables = noClasses()
            .that()
            .resideOutsideOfPackage("..nvidia.tensorrt..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..nvidia.tensorrt.abi..");

    @ArchTest
    static final ArchRule tensorRtAndCudaKnowNothingOfTheRest = noClasses()
            .that()
            .resideInAnyPackage("..nvidia.tensorrt..", "..nvidia.cuda..")
            .should()
            .dependOnClassesThat(resideInAPackage("dev.diffract..")
                    .and(resideOutsideOfPackages("..nvidia.tensorrt..", "..nvidia.cuda..", "..builder.files..")));
}
