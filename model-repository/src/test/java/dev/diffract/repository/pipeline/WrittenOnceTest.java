package dev.diffract.repository.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a served tensor is called, and the numbers of a family, stand in this package and in no other source of what is shipped. */
class WrittenOnceTest {

    private static final Path PROJECT = Path.of("").toAbsolutePath().getParent();

    /** Names that are words of other things, too: a picture, a container's image. */
    private static final Set<String> ORDINARY = Set.of("image", "images");

    /** Of a table: eight numbers or more, and nothing else. */
    private static final String ROW = "(?:\\d+, ){7,}\\d+,?";

    private static final List<Path> SOURCES = new ArrayList<>();

    @BeforeAll
    static void findSources() throws IOException {
        Files.walkFileTree(PROJECT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                String name = directory.getFileName().toString();
                boolean aside = name.equals("target") || name.startsWith(".") || directory.endsWith("src/test");
                return aside || directory.endsWith("dev/diffract/repository/pipeline")
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().endsWith(".java")) {
                    SOURCES.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    @Test
    void everyProgramsSourcesAreSeen() {
        assertThat(SOURCES.stream()
                        .map(file -> PROJECT.relativize(file).getName(0).toString()))
                .contains("model-repository", "trt-builder", "embedded-server", "quarkus-frontend");
    }

    @Test
    void noServedTensorIsNamedElsewhere() {
        Set<String> names = new TreeSet<>();
        for (ModelFamily family : ModelFamilies.all()) {
            names.add(Pattern.quote(family.textEncoder().skipped()) + "\\w*");
            names.add(Pattern.quote(family.vaeEncoder().drawn().name()));
            for (ModelRole role : ModelRole.values()) {
                ModelInterface served = family.served(role, 1, EnumSet.allOf(ModelRole.class));
                Stream.of(served.inputs(), served.outputs())
                        .flatMap(List::stream)
                        .map(TensorSpec::name)
                        .filter(name -> !ORDINARY.contains(name))
                        .forEach(name -> names.add(Pattern.quote(name)));
            }
        }
        assertThat(names).hasSizeGreaterThan(8);

        // A field of a dialect may be called as the tensor is that it reports.
        assertThat(found("(?<!@JsonProperty\\()\"(?:" + String.join("|", names) + ")\""))
                .as("names that belong to the model's family")
                .isEmpty();
    }

    @Test
    void noNumberOfAFamilyIsWrittenElsewhere() {
        String numbers = ModelFamilies.all().stream()
                .map(ModelFamily::defaults)
                .flatMap(defaults -> Stream.of(defaults.scalingFactor(), defaults.textLength()))
                .map(number -> Pattern.quote(number.toString()))
                .collect(Collectors.joining("|", "(?<![\\w.])(?:", ")(?![\\w.])"));
        assertThat(found(numbers)).as("numbers that stand in the manifest").isEmpty();
    }

    /** Four channels and eight pixels are small numbers that mean much else; pixels into latents is what is looked for. */
    @Test
    void noSideIsDividedByANumber() {
        String scales = ModelFamilies.all().stream()
                .map(family -> family.defaults().vaeScale())
                .flatMap(scale -> Stream.of(scale, scale * scale))
                .map(String::valueOf)
                .collect(Collectors.joining("|", "(?i:width|height|side|pixels)\\w*(?:\\(\\))? */ *(?:", ")\\b"));
        assertThat(found(scales)).as("sides divided by a family's scale").isEmpty();
    }

    /** The places where a pattern is found, outside of comments and of tables of numbers, which are a standard's. */
    private static List<String> found(String regex) {
        Pattern pattern = Pattern.compile(regex);
        List<String> places = new ArrayList<>();
        for (Path file : SOURCES) {
            List<String> lines = lines(file);
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i).strip();
                Matcher matcher = pattern.matcher(line);
                boolean code = !line.startsWith("*") && !line.startsWith("/") && !line.matches(ROW);
                if (code && matcher.find()) {
                    places.add(PROJECT.relativize(file) + ":" + (i + 1) + ": " + matcher.group());
                }
            }
        }
        return places;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
