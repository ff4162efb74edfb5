package dev.diffract.frontend;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.diffract.frontend", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule packagesFormNoCircle =
            slices().matching("dev.diffract.frontend.(**)").should().beFreeOfCycles();

    /** One user interface among several to come: it speaks to the core and knows no server. */
    @ArchTest
    static final ArchRule restKnowsNoServers = noClasses()
            .that()
            .resideInAPackage("..frontend.rest..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..frontend.triton..", "..frontend.discovery..", "dev.diffract.kserve..", "io.grpc..");

    /** Whoever speaks another protocol than KServe one day replaces these two packages. */
    @ArchTest
    static final ArchRule onlyTheServersSideSpeaksGrpc = noClasses()
            .that()
            .resideOutsideOfPackages("..frontend.triton..")
            .and()
            .resideInAPackage("dev.diffract.frontend..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.diffract.kserve..", "io.grpc..");

    /** Adapters get what they need; only the wiring knows where it comes from. */
    @ArchTest
    static final ArchRule nothingKnowsTheWiring = noClasses()
            .that()
            .resideOutsideOfPackage("..frontend.wiring..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..frontend.wiring..");

    @ArchTest
    static final ArchRule onlyTheWiringReadsTheConfiguration = noClasses()
            .that()
            .resideOutsideOfPackages("..frontend.wiring..", "..frontend.config..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..frontend.config..");

    /** No JNI, no JNA, no looking up of classes by name: the native executable needs no lists of its own. */
    @ArchTest
    static final ArchRule staysNativeClean = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.sun.jna..", "sun.misc..", "java.lang.reflect..")
            .orShould()
            .callMethod(Class.class, "forName", String.class)
            .orShould()
            .callMethod(System.class, "loadLibrary", String.class);
}
