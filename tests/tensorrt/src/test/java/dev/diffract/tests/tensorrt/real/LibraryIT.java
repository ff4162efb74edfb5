package dev.diffract.tests.tensorrt.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.builder.nvidia.tensorrt.TensorRt;
import dev.diffract.builder.nvidia.tensorrt.TensorRtException;
import dev.diffract.builder.nvidia.tensorrt.TensorRtException.Reason;
import dev.diffract.builder.nvidia.tensorrt.abi.InferLibrary;
import dev.diffract.builder.nvidia.tensorrt.abi.Major;
import dev.diffract.builder.nvidia.tensorrt.abi.ParserLibrary;
import dev.diffract.tests.tensorrt.RealTensorRt;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** NVIDIA's libraries as they are. */
class LibraryIT {

    private final TensorRt tensorRt = TensorRt.load(RealTensorRt.DIRECTORY);

    @Test
    void saysItsVersion() {
        assertThat(tensorRt.version()).hasToString(RealTensorRt.either("10.15.1", "11.2.1"));
        assertThat(tensorRt.library()).isEqualTo(RealTensorRt.INFER);
    }

    @Test
    void theParserSaysItsVersion() {
        assertThat(ParserLibrary.open(RealTensorRt.PARSER).version()).isEqualTo(RealTensorRt.either(100, 200));
    }

    @Test
    void loadingAgainGivesTheSame() {
        assertThat(TensorRt.load(RealTensorRt.INFER)).isSameAs(tensorRt);
    }

    @Test
    void aProcessTakesOneTensorRtOnly() {
        Path other = RealTensorRt.directory(RealTensorRt.either(Major.ELEVEN, Major.TEN));

        assertThatThrownBy(() -> TensorRt.load(other))
                .isInstanceOf(TensorRtException.class)
                .hasMessageStartingWith("this process uses " + RealTensorRt.INFER + " already and cannot load ")
                .extracting(e -> ((TensorRtException) e).reason())
                .isEqualTo(Reason.ANOTHER_LOADED);
    }

    /** Since 10.16 it can be told; 10.15 has no such function and must not be asked for it. */
    @Test
    void canBeToldWhereBuilderResourcesAre() {
        InferLibrary library = InferLibrary.open(RealTensorRt.INFER);

        assertThat(library.setInternalLibraryPath(RealTensorRt.DIRECTORY)).isEqualTo(RealTensorRt.either(false, true));
        assertThat(library.setInternalLibraryPath(RealTensorRt.DIRECTORY.resolve("missing")))
                .isFalse();
    }
}
