package dev.diffract.tests.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * No module has a circle between its packages, modules that are only tests included. ArchUnit says the same in the modules that
 * have it, with the classes that make the circle.
 */
class PackageCirclesTest {

    private static final Pattern IMPORT = Pattern.compile("^import (?:static )?(dev\\.diffract[.a-z0-9_]*)\\.[A-Z*]");

    @Test
    void packagesOfAModuleFormNoCircle() throws IOException {
        Sources sources = Sources.find();
        assertNoCircle(sources.main());
        assertNoCircle(sources.test().stream()
                .filter(file -> Sources.module(file).startsWith("tests/"))
                .toList());
    }

    @Test
    void aCircleIsFound() {
        Map<String, Set<String>> arrows =
                Map.of("a", Set.of("b"), "b", Set.of("c"), "c", Set.of("b"), "d", Set.of("a"));

        assertThat(inCircles(arrows)).containsExactly("b", "c");
    }

    private static void assertNoCircle(Collection<Path> files) throws IOException {
        Map<String, List<Path>> modules = files.stream().collect(Collectors.groupingBy(Sources::module));
        assertThat(modules).hasSizeGreaterThan(5);
        for (Map.Entry<String, List<Path>> module : modules.entrySet()) {
            assertThat(inCircles(arrows(module.getValue())))
                    .as("packages of %s that need each other", module.getKey())
                    .isEmpty();
        }
    }

    private static Map<String, Set<String>> arrows(List<Path> files) throws IOException {
        Map<String, Set<String>> arrows = new TreeMap<>();
        files.forEach(file -> arrows.put(Sources.packageOf(file), new TreeSet<>()));
        for (Path file : files) {
            String from = Sources.packageOf(file);
            for (String line : Files.readAllLines(file)) {
                Matcher imported = IMPORT.matcher(line);
                if (imported.find()
                        && arrows.containsKey(imported.group(1))
                        && !imported.group(1).equals(from)) {
                    arrows.get(from).add(imported.group(1));
                }
            }
        }
        return arrows;
    }

    /** Those from which an arrow leads back to themselves. */
    private static Set<String> inCircles(Map<String, Set<String>> arrows) {
        return arrows.keySet().stream()
                .filter(start -> reached(arrows.get(start), arrows).contains(start))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> reached(Set<String> from, Map<String, Set<String>> arrows) {
        Set<String> reached = new HashSet<>();
        Set<String> next = from;
        while (reached.addAll(next)) {
            next = next.stream()
                    .flatMap(name -> arrows.getOrDefault(name, Set.of()).stream())
                    .collect(Collectors.toSet());
        }
        return reached;
    }
}
