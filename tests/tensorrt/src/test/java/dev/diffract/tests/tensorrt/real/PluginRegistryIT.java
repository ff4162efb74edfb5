package dev.diffract.tests.tensorrt.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.builder.nvidia.tensorrt.abi.ErrorRecorder;
import dev.diffract.builder.nvidia.tensorrt.abi.IPluginRegistry;
import dev.diffract.builder.nvidia.tensorrt.abi.Logger;
import dev.diffract.builder.nvidia.tensorrt.abi.PluginLibrary;
import dev.diffract.tests.tensorrt.RealTensorRt;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Methods of a real object, through the slots of its major, and calls back into objects of ours. */
class PluginRegistryIT {

    private static final List<String> LINES = new ArrayList<>();
    private static final Logger LOGGER =
            new Logger(RealTensorRt.MAJOR, (severity, line) -> LINES.add(severity + " " + line));

    private final IPluginRegistry registry = IPluginRegistry.of(RealTensorRt.INFER, RealTensorRt.MAJOR);

    @Test
    void standardPluginsJoinThoseOfTheLibrary() {
        assertThat(registry.creators()).hasSize(7).allMatch(kind -> kind.startsWith("PLUGIN CREATOR_V"));

        assertThat(PluginLibrary.open(RealTensorRt.PLUGINS).registerPlugins(LOGGER))
                .isTrue();

        assertThat(registry.creators())
                .hasSize(RealTensorRt.either(85, 70))
                .allMatch(kind -> kind.startsWith("PLUGIN CREATOR_V"));
        assertThat(LINES).isNotEmpty().allMatch(line -> line.startsWith("4 ")).anyMatch(line -> line.contains("lugin"));
    }

    @Test
    void countsReferencesToAnErrorRecorder() {
        ErrorRecorder recorder = new ErrorRecorder((code, text) -> {});

        registry.setErrorRecorder(recorder);
        assertThat(recorder.references()).isEqualTo(1);
        registry.setErrorRecorder(null);
        assertThat(recorder.references()).isZero();
    }

    @Test
    void aBoolIsOneByte() {
        assertThat(registry.isParentSearchEnabled()).isTrue();
    }
}
