package dev.diffract.frontend;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.diffract.frontend.core.generation.Claim;
import dev.diffract.frontend.core.generation.GenerateImages;
import dev.diffract.frontend.core.generation.GenerationTools;
import dev.diffract.frontend.core.generation.JobStore;
import dev.diffract.frontend.core.infotext.Infotext;
import dev.diffract.frontend.core.infotext.InfotextReader;
import dev.diffract.frontend.core.model.ModelCatalog;
import dev.diffract.frontend.core.request.RequestResolver;
import io.vertx.core.streams.ReadStream;
import io.vertx.ext.web.RoutingContext;
import java.lang.reflect.Type;

@AnalyzeClasses(
        packages = "dev.diffract.frontend",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.NoTestJars.class})
class ArchitectureTest {

    /** The core's kits come in a jar, which is no folder of tests. */
    static final class NoTestJars implements ImportOption {

        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    @ArchTest
    static final ArchRule packagesFormNoCircle =
            slices().matching("dev.diffract.frontend.(**)").should().beFreeOfCycles();

    /** The one dialect that may speak, to those who ask, the protocol that servers are asked in. */
    private static final String KSERVE_DIALECT = "..frontend.dialect.kserve..";

    /** A dialect speaks to the service and knows no server. */
    @ArchTest
    static final ArchRule dialectsKnowNoServers = noClasses()
            .that()
            .resideInAPackage("..frontend.dialect..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..frontend.triton..", "..frontend.discovery..", "..core.inference..");

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

    /** What belongs to every dialect is not written in one: all that is done, asked or counted is so by the service. */
    @ArchTest
    static final ArchRule dialectsStartNothingThemselves = noClasses()
            .that()
            .resideInAPackage("..frontend.dialect..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..core.dispatch..",
                    "..core.fleet..",
                    "..core.admission..",
                    "..core.time..",
                    "..frontend.metrics..")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(
                    GenerateImages.class,
                    GenerationTools.class,
                    JobStore.class,
                    Claim.class,
                    ModelCatalog.class,
                    RequestResolver.class,
                    Infotext.class,
                    InfotextReader.class);

    /** Servers are asked from one package; whoever asks them in another protocol one day replaces it. */
    @ArchTest
    static final ArchRule onlyTheServersSideSpeaksGrpc = noClasses()
            .that()
            .resideOutsideOfPackages("..frontend.triton..", KSERVE_DIALECT)
            .and()
            .resideInAPackage("dev.diffract.frontend..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.diffract.kserve..", "io.grpc..");

    /** The gate is arithmetic, which tests count without a server. */
    @ArchTest
    static final ArchRule theIntakeIsFreeOfFrameworks = classes()
            .that()
            .resideInAPackage("..frontend.intake..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "..frontend.intake..");

    /** Nothing is read outside of the intake's budget: bodies come from {@code http.Bodies} alone. */
    @ArchTest
    static final ArchRule nobodyElseReadsBodies = noClasses()
            .that()
            .resideOutsideOfPackage("..frontend.http..")
            .should()
            .callMethodWhere(target(nameMatching("handler|body|bodyHandler|getBody.*|pipe.*|resume"))
                    .and(target(owner(assignableTo(ReadStream.class).or(assignableTo(RoutingContext.class))))));

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
            .that()
            // It runs while the program is built.
            .resideOutsideOfPackage("..dialect.nativ.document..")
            .should()
            // Type stands in the signatures of JAX-RS' writers, and finds nothing.
            .dependOnClassesThat(resideInAnyPackage("com.sun.jna..", "sun.misc..", "java.lang.reflect..")
                    .and(not(equivalentTo(Type.class))))
            .orShould()
            .callMethod(Class.class, "forName", String.class)
            .orShould()
            .callMethod(System.class, "loadLibrary", String.class);
}
