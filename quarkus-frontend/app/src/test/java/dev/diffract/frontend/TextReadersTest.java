package dev.diffract.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Finds in classes and sources whatever goes through texts, so that no parser of what users write is forgotten where they are counted. */
class TextReadersTest {

    /** What goes through a text, or from one place of it to another. */
    private static final Set<String> OF_TEXTS = Set.of(
            "charAt",
            "chars",
            "codePointAt",
            "codePointBefore",
            "codePointCount",
            "codePoints",
            "contains",
            "contentEquals",
            "getChars",
            "indexOf",
            "lastIndexOf",
            "lines",
            "matches",
            "offsetByCodePoints",
            "regionMatches",
            "replace",
            "replaceAll",
            "replaceFirst",
            "split",
            "toCharArray",
            "translateEscapes");

    /** What goes through something else in the same words. */
    private static final Pattern ALIKE =
            Pattern.compile("charAt\\(|codePointAt\\(|codePoints\\(\\)|\\.chars\\(\\)|indexOf\\(|\\.split\\(");

    private static final Pattern OF_BYTES = Pattern.compile("\\bByteBuffer\\b");

    /** Where users' bytes are read; elsewhere they are numbers. */
    private static final Set<String> BYTES_OF_USERS = Set.of("app/dialect", "app/imaging", "app/http");

    /** Who reads, by the test that counts it. Whoever adds one adds it here, and to the test. */
    private static final Map<String, List<String>> COUNTED = Map.of(
            "core/text/LinearParsersTest",
            List.of(
                    "core/infotext/InfotextLines",
                    "core/infotext/InfotextParameters",
                    "core/infotext/JsonTexts",
                    "core/infotext/LaterLines",
                    "core/infotext/PairReader",
                    "core/infotext/ParametersFinder",
                    "core/infotext/Texts",
                    "core/text/AddedTokens",
                    "core/text/CharacterTable",
                    "core/text/ClipTokenizer",
                    "core/text/CompelParser",
                    "core/text/Composed",
                    "core/text/Digits",
                    "core/text/EditingParser",
                    "core/text/EmphasisParser",
                    "core/text/Excerpt",
                    "core/text/Piece",
                    "core/text/Pieces",
                    "core/text/Unhonoured",
                    "core/text/Words"),
            "app/dialect/nativ/AcceptanceTest",
            List.of("app/dialect/nativ/Acceptance"),
            "app/dialect/nativ/request/LinearReadersTest",
            List.of(
                    "app/dialect/nativ/field/Characters",
                    "app/dialect/nativ/request/Base64Images",
                    "app/dialect/nativ/request/FieldReader",
                    "app/dialect/nativ/request/JsonFields",
                    "app/imaging/PngChunk",
                    "app/imaging/PngHeader",
                    "app/imaging/PngText"));

    /** Each goes through a text once, in one loop or by one call, or reads nothing that users write. */
    private static final Map<String, String> ONCE_OR_OTHERS = Map.ofEntries(
            Map.entry("app/config/Keys", "names of settings"),
            Map.entry("app/config/SliceTarget", "settings, and lines of the operator's list, by one call each"),
            Map.entry("app/config/UsageAddresses", "settings"),
            Map.entry("app/config/SlicesFile", "the operator's list, each line once"),
            Map.entry("app/connection/HeadDeadline", "the beginning of a connection, of a fixed length"),
            Map.entry("app/dialect/admin/FleetRoutes", "a header, up to a semicolon"),
            Map.entry("app/dialect/admin/SwitchParameters", "parameters of operators, by one call each"),
            Map.entry("app/dialect/nativ/Route", "a path; its pattern is counted with the others"),
            Map.entry("app/dialect/nativ/document/InterfaceDocument", "this program's own description"),
            Map.entry("app/dialect/nativ/field/Pointers", "names of fields, by one call each"),
            Map.entry("app/dialect/nativ/field/Sentences", "how long a text is, by one call"),
            Map.entry("app/dialect/nativ/view/NotHonoured", "a header that is cut first, by one call each"),
            Map.entry("app/discovery/ClusterApi", "an address of the environment"),
            Map.entry(
                    "app/discovery/EndpointLookup",
                    "addresses that the cluster tells, and names of services, by one look each"),
            Map.entry("app/discovery/Verdict", "digests of files"),
            Map.entry("app/http/CacheHeaders", "a header, of 8 KiB at most, cut at commas"),
            Map.entry("app/http/DeclaredTypes", "a header, up to a semicolon"),
            Map.entry("app/http/HostGuard", "an address, up to its path"),
            Map.entry("app/http/HostList", "a header, for colons"),
            Map.entry("app/http/LogFilter", "a line of the log, by one call"),
            Map.entry("app/http/PageFiles", "names of the page's files"),
            Map.entry("app/imaging/Exif", "a list in a segment of 64 KiB at most, once"),
            Map.entry("app/imaging/JpegEncoder", "what is written, by one call"),
            Map.entry("app/imaging/PngEncoder", "what is written, by one call"),
            Map.entry("app/triton/InferenceCodec", "tensors"),
            Map.entry("app/metrics/ScrapeRoute", "a header, by two calls"),
            Map.entry("app/service/Network", "addresses of callers, and settings, by one call each"),
            Map.entry("app/triton/ServerLook", "what a server says, by one call"),
            Map.entry("app/triton/ServerOrders", "what a server says, by one call each"),
            Map.entry("app/triton/StatusTranslator", "what a server says, by one call each"),
            Map.entry("app/usage/UsageSource", "settings, by one call"),
            Map.entry("app/usage/UsageText", "what a server says, of 2 MiB at most, once"),
            Map.entry("app/wiring/StartupFailure", "what the library says as it starts"),
            Map.entry("app/wiring/Words", "words of settings"),
            Map.entry("core/codec/ByteWriter", "what is written, once"),
            Map.entry("core/codec/Envelope", "a mark of four letters"),
            Map.entry("core/dispatch/Attempt", "tensors"),
            Map.entry("core/dispatch/policy/Speeds", "instances, in a list"),
            Map.entry("core/infotext/Infotext", "what is written, once"),
            Map.entry("core/infotext/WrittenPrompts", "prompts, by one call each, and their lines, once"),
            Map.entry("core/infotext/WrittenSampler", "labels of schedules"),
            Map.entry("core/model/CheckpointName", "a digest, by one call"),
            Map.entry("core/request/PromptResolver", "a prompt within its limit, once"));

    @Test
    void allAreKnown() throws IOException {
        Set<String> known =
                COUNTED.values().stream().flatMap(List::stream).collect(Collectors.toCollection(TreeSet::new));
        known.addAll(ONCE_OR_OTHERS.keySet());

        assertThat(readers()).containsExactlyElementsOf(known);
    }

    @Test
    void whatCountsThemIsThere() {
        assertThat(COUNTED.keySet())
                .allSatisfy(test -> assertThat(file(test, "test")).isRegularFile());
    }

    private static Set<String> readers() throws IOException {
        Map<String, String> sources = new TreeMap<>();
        for (String module : List.of("core", "app")) {
            Path root = Path.of("..", module, "src", "main", "java");
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file :
                        files.filter(each -> each.toString().endsWith(".java")).toList()) {
                    sources.put(name(file), Files.readString(file));
                }
            }
        }
        assertThat(sources).hasSizeGreaterThan(200);
        Set<String> ofTexts = new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .withImportOption(new ArchitectureTest.NoTestJars())
                        .importPackages("dev.diffract.frontend")
                        .stream()
                        .filter(TextReadersTest::readsTexts)
                        .map(TextReadersTest::name)
                        .collect(Collectors.toSet());
        assertThat(sources.keySet()).containsAll(ofTexts);
        return sources.entrySet().stream()
                .filter(source -> ofTexts.contains(source.getKey())
                        || ALIKE.matcher(source.getValue()).find()
                        || (BYTES_OF_USERS.stream().anyMatch(source.getKey()::startsWith)
                                && OF_BYTES.matcher(source.getValue()).find()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean readsTexts(JavaClass type) {
        return Stream.of(type.getMethodCallsFromSelf(), type.getMethodReferencesFromSelf())
                .flatMap(Set::stream)
                .map(JavaAccess::getTarget)
                .anyMatch(target ->
                        target.getOwner().isAssignableTo(CharSequence.class) && OF_TEXTS.contains(target.getName()));
    }

    /** Of the file that a type is written in. */
    private static String name(JavaClass type) {
        return name(Path.of(type.getName().replaceFirst("\\$.*", "").replace('.', '/') + ".java"));
    }

    private static String name(Path source) {
        String path = source.toString().replace('\\', '/');
        String from = "dev/diffract/frontend/";
        String type = path.substring(path.indexOf(from) + from.length(), path.length() - ".java".length());
        return type.startsWith("core/") ? type : "app/" + type;
    }

    private static Path file(String type, String kind) {
        String module = type.substring(0, type.indexOf('/'));
        String inside = module.equals("core") ? type : type.substring("app/".length());
        return Path.of("..", module, "src", kind, "java", "dev", "diffract", "frontend")
                .resolve(inside + ".java");
    }
}
