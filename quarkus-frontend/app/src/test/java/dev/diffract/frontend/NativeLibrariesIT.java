package dev.diffract.frontend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The packaged frontend carries no native code but what is known: a native executable holds none that was not made for it, and a
 * new dependency must not bring some unnoticed.
 */
class NativeLibrariesIT {

    private static final Path PACKAGED = Path.of("target", "quarkus-app");
    private static final Pattern NATIVE = Pattern.compile(".*\\.(so(\\.[0-9.]+)?|dll|dylib|jnilib)");

    /** By the first words of a jar's name, with the reason. */
    private static final Map<String, String> ALLOWED = Map.of(
            "com.aayushatharva.brotli4j.native-",
            "compression by Brotli, which Quarkus' HTTP server brings with the metadata for native executables, and which is off");

    @Test
    void onlyKnownJarsCarryNativeCode() throws IOException {
        assumeThat(PACKAGED).as("the packaged jars; a native build makes none").isDirectory();
        List<Path> jars;
        try (Stream<Path> files = Files.walk(PACKAGED)) {
            jars = files.filter(file -> file.toString().endsWith(".jar")).toList();
        }
        assertThat(jars).as("jars below %s", PACKAGED).hasSizeGreaterThan(10);

        Set<String> carriers = new TreeSet<>();
        for (Path jar : jars) {
            if (carriesNativeCode(jar)) {
                carriers.add(jar.getFileName().toString());
            }
        }
        assertThat(carriers)
                .as("jars with native code; one that is meant is added to the list here, with the reason")
                .allMatch(jar -> ALLOWED.keySet().stream().anyMatch(jar::startsWith));
        assertThat(ALLOWED.keySet())
                .as("what is allowed is there")
                .allMatch(allowed -> carriers.stream().anyMatch(jar -> jar.startsWith(allowed)));
    }

    private static boolean carriesNativeCode(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .anyMatch(entry -> NATIVE.matcher(entry.getName()).matches());
        }
    }
}
