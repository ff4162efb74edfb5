package dev.diffract.frontend.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MissingRepositoryTest {

    @TempDir
    Path directory;

    @Test
    void isToldWithTheVersionsThatAreThere() throws IOException {
        for (String name : new String[] {"10", "9", ".draft"}) {
            Files.createDirectory(directory.resolve(name));
        }
        Files.createSymbolicLink(directory.resolve("current"), Path.of("10"));
        Files.writeString(directory.resolve("notes"), "none");

        assertThat(MissingRepository.sentence(directory.resolve("11").toString()))
                .contains(
                        "There is no directory " + directory.resolve("11") + "; " + directory + " has 9, 10, current.");
        assertThat(MissingRepository.sentence(directory.resolve("notes").toString()))
                .hasValueSatisfying(sentence -> assertThat(sentence).startsWith("There is no directory "));
        assertThat(MissingRepository.sentence(directory.resolve("current").toString()))
                .isEmpty();
    }

    @Test
    void hasPerhapsNothingBesideIt() {
        Path missing = directory.resolve("sd15");
        assertThat(MissingRepository.sentence(missing.toString()))
                .contains("There is no directory " + missing + "; " + directory + " has none.");
        assertThat(MissingRepository.sentence(missing.resolve("1").toString()))
                .contains("There is no directory " + missing.resolve("1") + ", and " + missing + " is none either.");
    }

    @Test
    void ofManyOnlySomeAreTold() throws IOException {
        for (int version = 1; version <= 23; version++) {
            Files.createDirectory(directory.resolve(Integer.toString(version)));
        }
        assertThat(MissingRepository.sentence(directory.resolve("24").toString())
                        .orElseThrow())
                .endsWith("18, 19, 20 and 3 more.");
    }

    @Test
    void whatIsNoPathIsNotMissing() {
        assertThat(MissingRepository.sentence("a\0b")).isEmpty();
    }
}
