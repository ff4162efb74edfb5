package dev.diffract.builder.nvidia.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.builder.nvidia.tensorrt.TensorRtException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryFinderTest {

    @TempDir
    private Path folder;

    private final LibraryFinder finder = new LibraryFinder(null);

    @Test
    void takesTheNewerOfTwoMajors() throws IOException {
        touch("libnvinfer.so.10");
        touch("libnvinfer.so.11");
        touch("libnvinfer_plugin.so.12");
        touch("libnvinfer.so.10.15.1");

        assertThat(finder.find(folder)).isEqualTo(folder.resolve("libnvinfer.so.11"));
    }

    @Test
    void looksBelowTheRootOfAnUnpackedArchive() throws IOException {
        Files.createDirectory(folder.resolve("lib"));
        touch("lib/libnvinfer.so.10");

        assertThat(finder.find(folder)).isEqualTo(folder.resolve("lib/libnvinfer.so.10"));
    }

    @Test
    void takesAnOldMajorToBeRefusedByItsVersion() throws IOException {
        touch("libnvinfer.so.8");

        assertThat(finder.find(folder)).isEqualTo(folder.resolve("libnvinfer.so.8"));
    }

    @Test
    void takesTheFileItself() throws IOException {
        Path file = touch("my-nvinfer");

        assertThat(finder.find(file)).isEqualTo(file);
    }

    @Test
    void searchesTheLibraryPath() throws IOException {
        Path second = Files.createDirectory(folder.resolve("second"));
        touch("second/libnvinfer.so.11");

        assertThat(new LibraryFinder(folder.resolve("missing") + "::" + second).find(null))
                .isEqualTo(second.resolve("libnvinfer.so.11"));
    }

    @Test
    void saysWhereItLooked() {
        assertThatThrownBy(() -> finder.find(folder))
                .isInstanceOf(TensorRtException.class)
                .hasMessageStartingWith("TensorRT was not found: no libnvinfer.so.11 or libnvinfer.so.10 in " + folder)
                .extracting(e -> ((TensorRtException) e).reason())
                .isEqualTo(Reason.LIBRARY_NOT_FOUND);
    }

    @Test
    void refusesADirectoryThatIsNotThere() {
        assertThatThrownBy(() -> finder.find(folder.resolve("nowhere")))
                .hasMessage("there is no directory " + folder.resolve("nowhere") + " to find TensorRT's libraries in.");
    }

    private Path touch(String name) throws IOException {
        return Files.createFile(folder.resolve(name));
    }
}
