package dev.diffract.embedded;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.diffract.embedded", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule PACKAGES_FORM_NO_CIRCLE =
            slices().matching("dev.diffract.embedded.(*)..").should().beFreeOfCycles();

    /** What the server does is said once; gRPC and HTTP only translate. */
    @ArchTest
    static final ArchRule THE_CORE_KNOWS_NO_PROTOCOL = noClasses()
            .that()
            .resideOutsideOfPackages("..grpc..", "..http..", "..protocol..", "..cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.grpc..", "com.sun.net.httpserver..", "dev.diffract.kserve..");

    /** Another runtime would be another package. */
    @ArchTest
    static final ArchRule ONNX_RUNTIME_STAYS_IN_ITS_PACKAGE = noClasses()
            .that()
            .resideOutsideOfPackage("..onnx..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ai.onnxruntime..");
}
