package dev.diffract.frontend.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

@AnalyzeClasses(packages = "dev.diffract.frontend.core", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String ROOT = "dev.diffract.frontend.core.";

    /** The domain must compile, run and be tested without any server, framework or wire format. */
    @ArchTest
    static final ArchRule coreKnowsOnlyTheJdkAndTheContract = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify.annotations",
                    "dev.diffract.repository.kserve",
                    "dev.diffract.repository.layout",
                    "dev.diffract.repository.pipeline",
                    "dev.diffract.frontend.core..");

    /** Every package can be read, and moved, without another one that needs it. */
    @ArchTest
    static final ArchRule packagesFormNoCircle =
            slices().matching("dev.diffract.frontend.core.(**)").should().beFreeOfCycles();

    /** The picture in {@code ARCHITECTURE.md}: a line knows only lines below it. */
    @ArchTest
    static void packagesKnowOnlyWhatIsDrawnBelowThem(JavaClasses core) throws IOException {
        List<List<String>> floors = drawnFloors();
        Map<String, Integer> depth = new HashMap<>();
        for (List<String> floor : floors) {
            floor.forEach(name -> depth.put(name, floors.indexOf(floor)));
        }
        assertThat(depth.keySet())
                .as("packages in the picture")
                .containsExactlyInAnyOrderElementsOf(core.stream()
                        .map(JavaClass::getPackageName)
                        .filter(name -> name.startsWith(ROOT))
                        .map(ArchitectureTest::shortName)
                        .collect(Collectors.toSet()));
        assertThat(core.stream()
                        .flatMap(origin -> origin.getDirectDependenciesFromSelf().stream())
                        .map(dependency -> List.of(
                                dependency.getOriginClass().getPackageName(),
                                dependency.getTargetClass().getPackageName()))
                        .filter(arrow ->
                                arrow.get(1).startsWith(ROOT) && !arrow.get(0).equals(arrow.get(1)))
                        .map(arrow -> List.of(shortName(arrow.get(0)), shortName(arrow.get(1))))
                        .filter(arrow -> depth.get(arrow.get(0)) >= depth.get(arrow.get(1)))
                        .distinct())
                .as("arrows that do not go down")
                .isEmpty();
    }

    private static List<List<String>> drawnFloors() throws IOException {
        return Files.readAllLines(Path.of("../../ARCHITECTURE.md")).stream()
                .dropWhile(line -> !line.equals("## The packages of core"))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("    "))
                .map(line -> List.of(line.strip().split(" {2,}")[0].split(" · ")))
                .toList();
    }

    private static String shortName(String name) {
        return name.substring(ROOT.length());
    }

    /** Arithmetic that knows of instances or requests could not be restarted on another one. */
    @ArchTest
    static final ArchRule arithmeticKnowsNothingOfCalls = noClasses()
            .that()
            .resideInAnyPackage("..core.noise", "..core.sampling..", "..core.text", "..core.imaging")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..core.request", "..core.inference", "..core.fleet", "..core.dispatch", "..core.generation");

    /** Time comes in through a clock and a timer that tests move by hand. */
    @ArchTest
    static final ArchRule nobodyAsksTheSystemForTime = noClasses()
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(Thread.class, "sleep", long.class);
}
