package dev.diffract.builder.nvidia.tensorrt;

import dev.diffract.builder.nvidia.tensorrt.TensorRtException.Reason;
import dev.diffract.builder.nvidia.tensorrt.abi.IBuilder;
import dev.diffract.builder.nvidia.tensorrt.abi.IBuilderConfig;
import dev.diffract.builder.nvidia.tensorrt.abi.IOptimizationProfile;
import dev.diffract.builder.nvidia.tensorrt.abi.ShapeSelector;
import java.nio.file.Path;
import java.util.List;

/** Gives a build its shape profiles, after they were held against the graph: TensorRT's own objections name no input. */
final class OptimizationProfiles {

    private final IBuilder builder;
    private final IBuilderConfig config;
    private final Words words;

    OptimizationProfiles(IBuilder builder, IBuilderConfig config, Words words) {
        this.builder = builder;
        this.config = config;
        this.words = words;
    }

    void add(Path onnx, List<NetworkInput> inputs, List<ShapeProfile> profiles) {
        ProfileCheck.check(onnx, inputs, profiles);
        profiles.forEach(this::add);
    }

    private void add(ShapeProfile shapes) {
        IOptimizationProfile profile = builder.createOptimizationProfile().orElseThrow(() -> refused(shapes));
        shapes.inputs().forEach((input, range) -> {
            boolean taken =
                    profile.setDimensions(input, ShapeSelector.MIN, range.min().toArray())
                            && profile.setDimensions(
                                    input, ShapeSelector.OPT, range.opt().toArray())
                            && profile.setDimensions(
                                    input, ShapeSelector.MAX, range.max().toArray());
            if (!taken) {
                throw refused(shapes);
            }
        });
        if (!profile.isValid() || config.addOptimizationProfile(profile) < 0) {
            throw refused(shapes);
        }
    }

    private TensorRtException refused(ShapeProfile shapes) {
        return words.failure(Reason.GRAPH, "TensorRT refused the shape profile " + shapes.inputs() + ".");
    }
}
