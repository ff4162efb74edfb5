package dev.diffract.builder.nvidia.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.builder.nvidia.tensorrt.abi.Major;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionsTest {

    private static final Path LIBRARY = Path.of("/opt/libnvinfer.so");

    @ParameterizedTest
    @CsvSource({"101501, 10.15.1", "110201, 11.2.1", "8601, 8.6.1", "7234, 7.2.34", "100000, 10.0.0", "120000, 12.0.0"})
    void readsBothWaysOfCounting(int number, String version) {
        assertThat(TensorRtVersion.of(number)).hasToString(version);
    }

    @Test
    void supportsTenFromFifteenAndEleven() {
        assertThat(SupportedVersions.majorOf(new TensorRtVersion(10, 15, 0), LIBRARY))
                .isEqualTo(Major.TEN);
        assertThat(SupportedVersions.majorOf(new TensorRtVersion(10, 16, 2), LIBRARY))
                .isEqualTo(Major.TEN);
        assertThat(SupportedVersions.majorOf(new TensorRtVersion(11, 0, 0), LIBRARY))
                .isEqualTo(Major.ELEVEN);
        assertThat(SupportedVersions.majorOf(new TensorRtVersion(11, 9, 3), LIBRARY))
                .isEqualTo(Major.ELEVEN);
    }

    @ParameterizedTest
    @ValueSource(ints = {8601, 9300, 100000, 101400, 101499, 120000})
    void refusesOthers(int number) {
        TensorRtVersion version = TensorRtVersion.of(number);

        assertThatThrownBy(() -> SupportedVersions.majorOf(version, LIBRARY))
                .hasMessage("/opt/libnvinfer.so is TensorRT " + version
                        + ", which this program cannot call. It can call" + " 10.15 and later 10, and any 11.");
    }
}
