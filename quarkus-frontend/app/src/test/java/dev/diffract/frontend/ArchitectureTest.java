package dev.diffract.frontend;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.diffract.frontend.core.generation.GenerateImages;
import dev.diffract.frontend.metrics.RequestMetrics;

@AnalyzeClasses(packages = "dev.diffract.frontend", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule packagesFormNoCircle =
            slices().matching("dev.diffract.frontend.(**)").should().beFreeOfCycles();

    /** A dialect speaks to the service and knows no server. */
    @ArchTest
    static final ArchRule dialectsKnowNoServers = noClasses()
            .that()
            .resideInAPackage("..frontend.dialect..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..frontend.triton..", "..frontend.discovery..", "dev.diffract.kserve..", "io.grpc..");

    /** A dialect can be taken out, or another put beside it, without a look at the rest. */
    @ArchTest
    static final ArchRule dialectsDoNotKnowEachOther =
            slices().matching("dev.diffract.frontend.dialect.(*)..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule nothingKnowsTheDialects = noClasses()
            .that()
            .resideOutsideOfPackage("..frontend.dialect..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..frontend.dialect.*..");

    /** What belongs to every dialect is not written in one. */
    @ArchTest
    static final ArchRule dialectsStartNothingThemselves = noClasses()
            .that()
            .resideInAPackage("..frontend.dialect..")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(GenerateImages.class, RequestMetrics.class);

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
