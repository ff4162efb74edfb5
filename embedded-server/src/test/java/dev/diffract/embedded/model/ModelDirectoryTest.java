package dev.diffract.embedded.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelDirectoryTest {

    @TempDir
    Path root;

    @Test
    void takesTheVersionsThatTritonTakes() throws IOException {
        for (String name : new String[] {"1", "12", "0", "9223372036854775807", "007", "x1", "configs"}) {
            Files.createDirectories(root.resolve("unet").resolve(name));
        }
        Files.createFile(root.resolve("unet/3"));

        assertThat(new ModelDirectory(root).versions("unet")).containsExactly(0L, 1L, 12L, Long.MAX_VALUE);
    }

    /** Triton ends on one, at its start and while it runs; here the model does not load. */
    @Test
    void refusesAModelWithAVersionBeyondTheLargest() throws IOException {
        Files.createDirectories(root.resolve("unet/1"));
        Files.createDirectories(root.resolve("unet/9223372036854775808"));

        assertThatThrownBy(() -> new ModelDirectory(root).versions("unet"))
                .isInstanceOf(LoadException.class)
                .hasMessage(
                        "version directory '9223372036854775808' of model 'unet' is larger than the largest version,"
                                + " 9223372036854775807");
    }
}
