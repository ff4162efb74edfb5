package dev.diffract.repository.config;

import dev.diffract.repository.proto.DataType;
import dev.diffract.repository.proto.ModelConfig;
import dev.diffract.repository.proto.ModelInput;
import dev.diffract.repository.proto.ModelOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Triton's rules for one input or output: name, type, dims, and a reshape that keeps the number of elements. */
record TensorCheck(
        String kind, String name, DataType type, Form form, boolean image, boolean forTensorRt, ModelConfig config) {

    record Form(List<Long> dims, Optional<List<Long>> reshape) {}

    private static final long WILDCARD = Shapes.WILDCARD;

    static TensorCheck of(ModelInput input, ModelConfig config) {
        return new TensorCheck(
                "model input ",
                input.getName(),
                input.getDataType(),
                new Form(
                        input.getDimsList(),
                        input.hasReshape() ? Optional.of(input.getReshape().getShapeList()) : Optional.empty()),
                input.getFormat() != ModelInput.Format.FORMAT_NONE,
                input.getIsShapeTensor() || input.getIsNonLinearFormatIo(),
                config);
    }

    static TensorCheck of(ModelOutput output, ModelConfig config) {
        return new TensorCheck(
                "model output ",
                output.getName(),
                output.getDataType(),
                new Form(
                        output.getDimsList(),
                        output.hasReshape() ? Optional.of(output.getReshape().getShapeList()) : Optional.empty()),
                false,
                output.getIsShapeTensor() || output.getIsNonLinearFormatIo(),
                config);
    }

    List<String> findings() {
        List<String> problems = new ArrayList<>();
        List<Long> dims = form.dims;
        if (name.isEmpty()) {
            problems.add("must specify 'name'");
        }
        if (type == DataType.TYPE_INVALID || type == DataType.UNRECOGNIZED) {
            problems.add("must specify 'data_type'");
        }
        if (dims.isEmpty()) {
            problems.add("must specify 'dims'");
        }
        if (!dimensionsAllowed(dims)) {
            problems.add(
                    "dimension must be integer >= 1, or -1 to indicate a variable-size dimension, dims are " + dims);
        }
        if (image && dims.size() != 3) {
            problems.add("NHWC/NCHW require 3 dims, dims are " + dims);
        }
        if (forTensorRt && !ModelConfigCheck.isTensorRt(config)) {
            problems.add("is a shape tensor or of a non-linear format, which is only supported for TensorRT models,");
        }
        form.reshape.ifPresent(shape -> reshape(shape, problems));
        String where = name.isEmpty() ? kind : kind + "'" + name + "' ";
        return problems.stream()
                .map(problem -> where + problem + " for " + config.getName())
                .toList();
    }

    private void reshape(List<Long> shape, List<String> problems) {
        List<Long> dims = form.dims;
        if (shape.isEmpty() && config.getMaxBatchSize() == 0) {
            problems.add("cannot have empty reshape for non-batching model as scalar tensors are not supported");
        } else if (!dimensionsAllowed(shape)) {
            problems.add(
                    "reshape dimensions must be integer >= 1, or -1 to indicate a variable-size dimension, reshape is "
                            + shape);
        } else if (count(dims) != count(shape)) {
            problems.add(
                    "has different number of variable-size dimensions for dims and reshape: " + dims + " and " + shape);
        } else if (!segments(dims).equals(segments(shape))) {
            problems.add("has different size for dims and reshape: " + dims + " and " + shape);
        }
    }

    private static boolean dimensionsAllowed(List<Long> shape) {
        return shape.stream().allMatch(dimension -> dimension >= 1 || dimension == WILDCARD);
    }

    private static long count(List<Long> shape) {
        return shape.stream().filter(dimension -> dimension == WILDCARD).count();
    }

    /** Products of the fixed dimensions before, between and after the variable ones: a reshape must keep each. */
    private static List<Long> segments(List<Long> shape) {
        List<Long> products = new ArrayList<>();
        long product = 1;
        for (long dimension : shape) {
            if (dimension == WILDCARD) {
                products.add(product);
                product = 1;
            } else {
                product *= dimension;
            }
        }
        products.add(product);
        return products;
    }
}
