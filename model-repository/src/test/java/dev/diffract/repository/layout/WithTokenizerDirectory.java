package dev.diffract.repository.layout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Each test finds a repository with nothing in it but an empty directory of a tokenizer. */
abstract class WithTokenizerDirectory {

    @TempDir
    Path directory;

    RepositoryPaths paths;

    @BeforeEach
    void create() throws IOException {
        paths = new RepositoryPaths(directory);
        Files.createDirectories(directory.resolve("tokenizer"));
    }
}
