package dev.diffract.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.CountingText;
import dev.diffract.frontend.core.HostileTexts;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every pattern of the frontend reads a text a bounded number of times: they are looked for in the sources, so none is forgotten. */
class LinearPatternsTest {

    private static final Pattern COMPILED = Pattern.compile("Pattern\\.compile\\(");
    private static final Pattern INLINE =
            Pattern.compile("\\.(?:matches|replaceAll|replaceFirst|split)\\(\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");

    /** All there are, with how many each class has. Whoever adds one adds it here, having thought of the longest text that it reads. */
    private static final List<String> KNOWN = List.of(
            "app/config/SliceTarget 1",
            "app/config/UsageAddresses 1",
            "app/dialect/admin/SwitchParameters 1",
            "app/dialect/nativ/Acceptance 4",
            "app/dialect/nativ/Route 1",
            "app/dialect/nativ/request/Base64Images 1",
            "app/http/Authority 2",
            "app/http/CacheHeaders 1",
            "app/http/Origin 1",
            "app/http/RequestIds 1",
            "app/service/Network 2",
            "app/triton/StatusTranslator 1",
            "app/wiring/BlockedThreads 1",
            "app/wiring/CallerWeights 1",
            "app/wiring/OffPeakWindows 1",
            "app/wiring/StartupFailure 6",
            "core/infotext/HiresParameters 1",
            "core/infotext/InfotextReader 1",
            "core/infotext/WrittenSampler 1",
            "core/plan/Reproducibility 1",
            "core/text/AddedTokens 1", // of words between which it chooses, without repetitions
            "core/text/CompelParser 11",
            "core/text/EditingParser 1",
            "core/text/EmphasisParser 1");

    /** Made of words that a file lists, so that there is none to count: it chooses between them and repeats nothing. */
    private static final Set<String> MADE_OF_WORDS = Set.of("core/text/AddedTokens");

    /** Matched at one place and never searched for: the parser that they are part of is counted by {@code LinearParsersTest}. */
    private static final Set<String> AT_ONE_PLACE =
            Set.of("(?:(?<name>[A-Za-z0-9", "[\\s\\x1c-\\x1f]*+([+-]?+(?:", "\"((?:\\\\\"|[^\"\\n\\r])*+)\"");

    @Test
    void allAreKnown() throws IOException {
        TreeMap<String, Integer> counts = new TreeMap<>();
        for (Path source : sources()) {
            String text = Files.readString(source);
            int count = (int) (COMPILED.matcher(text).results().count()
                    + INLINE.matcher(text).results().count());
            if (count > 0) {
                counts.put(name(source), count);
            }
        }
        assertThat(counts.entrySet().stream().map(entry -> entry.getKey() + " " + entry.getValue()))
                .containsExactlyElementsOf(KNOWN);
    }

    @Test
    void eachReadsATextABoundedNumberOfTimes() throws Exception {
        List<Pattern> patterns = patterns();
        assertThat(patterns).hasSizeGreaterThan(20);
        for (Pattern pattern : patterns) {
            HostileTexts.all().forEach(hostile -> {
                CountingText text = new CountingText(hostile);
                Matcher found = pattern.matcher(text);
                boolean searched = AT_ONE_PLACE.stream().noneMatch(pattern.pattern()::startsWith);
                while (searched && found.find()) {
                    assertThat(found.end()).isNotNegative();
                }
                pattern.matcher(text).lookingAt();
                pattern.matcher(text).matches();
                assertThat(text.reads())
                        .as("reads of %s… by %s", hostile.substring(0, Math.min(40, hostile.length())), pattern)
                        .isLessThan(HostileTexts.MOST_READS * hostile.length());
            });
        }
    }

    private static List<Pattern> patterns() throws Exception {
        List<Pattern> patterns = new ArrayList<>();
        for (Path source : sources()) {
            String text = Files.readString(source);
            INLINE.matcher(text)
                    .results()
                    .forEach(
                            found -> patterns.add(Pattern.compile(found.group(1).translateEscapes())));
            long compiled = COMPILED.matcher(text).results().count();
            if (compiled > 0 && !MADE_OF_WORDS.contains(name(source))) {
                int before = patterns.size();
                Class<?> type = Class.forName("dev.diffract.frontend." + className(source));
                for (Field field : type.getDeclaredFields()) {
                    if (field.getType() == Pattern.class && Modifier.isStatic(field.getModifiers())) {
                        field.setAccessible(true);
                        patterns.add((Pattern) field.get(null));
                    }
                }
                assertThat(patterns.size() - before)
                        .as("patterns of %s that are constants, and so counted here", name(source))
                        .isEqualTo((int) compiled);
            }
        }
        return patterns;
    }

    private static String className(Path source) {
        String path = source.toString().replace('\\', '/');
        String from = "dev/diffract/frontend/";
        return path.substring(path.indexOf(from) + from.length(), path.length() - ".java".length())
                .replace('/', '.');
    }

    private static String name(Path source) {
        String type = className(source).replace('.', '/');
        return type.startsWith("core/") ? type : "app/" + type;
    }

    private static List<Path> sources() throws IOException {
        List<Path> all = new ArrayList<>();
        for (String module : List.of("core", "app")) {
            Path root = Path.of("..", module, "src", "main", "java");
            try (Stream<Path> files = Files.walk(root)) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(all::add);
            }
        }
        assertThat(all).hasSizeGreaterThan(200);
        return all;
    }
}
