package dev.diffract.builder.nvidia.tensorrt;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProfileCheckTest {

    private static final Path ONNX = Path.of("unet.onnx");
    private static final ShapeRange LATENTS =
            new ShapeRange(Dims.of(1, 4, 64, 64), Dims.of(2, 4, 64, 64), Dims.of(8, 4, 96, 96));

    private final List<NetworkInput> inputs =
            List.of(new NetworkInput("sample", Dims.of(-1, 4, -1, -1)), new NetworkInput("timestep", Dims.of(1)));

    @Test
    void takesARangeForEveryDynamicInput() {
        assertThatCode(() -> check(Map.of("sample", LATENTS))).doesNotThrowAnyException();
        assertThatCode(() -> check(Map.of("sample", LATENTS, "timestep", only(1))))
                .doesNotThrowAnyException();
    }

    @Test
    void dynamicInputsNeedAProfile() {
        assertThatThrownBy(() -> ProfileCheck.check(ONNX, inputs, List.of()))
                .hasMessage(
                        "unet.onnx: input 'sample' (-1x4x-1x-1) has a dynamic dimension, and there is no shape profile.");
    }

    @Test
    void namesTheInputLeftOut() {
        assertThatThrownBy(() -> check(Map.of()))
                .hasMessage("unet.onnx: shape profile 0 leaves out input 'sample' (-1x4x-1x-1), which has a dynamic"
                        + " dimension.");
    }

    @Test
    void namesTheInputThatIsNotThere() {
        assertThatThrownBy(() -> check(Map.of("latents", LATENTS)))
                .hasMessage("unet.onnx: shape profile 0 names an input 'latents'; the graph has [sample, timestep].");
    }

    @Test
    void refusesAnotherNumberOfDimensions() {
        assertThatThrownBy(() -> check(Map.of("sample", only(1, 4, 64))))
                .hasMessage(
                        "unet.onnx: shape profile 0 gives 'sample' the shapes 1x4x64 | 1x4x64 | 1x4x64, but the input"
                                + " has 4 dimensions (-1x4x-1x-1).");
    }

    @Test
    void refusesAnotherSizeOfAFixedDimension() {
        assertThatThrownBy(() -> check(Map.of("sample", only(1, 3, 64, 64))))
                .hasMessageEndingWith("but the input has 4 at dimension 1 (-1x4x-1x-1).");
    }

    @Test
    void aRangeMustRise() {
        assertThatThrownBy(() -> new ShapeRange(Dims.of(1, 4), Dims.of(9, 4), Dims.of(8, 4)))
                .hasMessage("dimension 0 does not rise from min over opt to max: 1x4 | 9x4 | 8x4");
        assertThatThrownBy(() -> new ShapeRange(Dims.of(1, 4), Dims.of(1, 4), Dims.of(1)))
                .hasMessageStartingWith("min, opt and max need as many dimensions as each other");
        assertThatThrownBy(() -> only(-1, 4)).hasMessageStartingWith("a range needs known dimensions");
    }

    private static ShapeRange only(long... sizes) {
        Dims dims = Dims.of(sizes);
        return new ShapeRange(dims, dims, dims);
    }

    private void check(Map<String, ShapeRange> ranges) {
        ProfileCheck.check(ONNX, inputs, List.of(new ShapeProfile(ranges)));
    }
}
