package dev.diffract.tests.triton;

import static dev.diffract.tests.triton.Broken.alike;
import static dev.diffract.tests.triton.Broken.append;
import static dev.diffract.tests.triton.Broken.same;

import java.util.stream.Stream;

/** Models whose platform, tensors or scheduler cannot be. */
final class BrokenModels {

    private BrokenModels() {}

    static Stream<Broken> models() {
        return Stream.of(
                same(
                        "another backend than the platform's",
                        "unet",
                        "backend: \"onnxruntime\"",
                        "backend: \"tensorrt\"",
                        "unexpected 'platform' and 'backend' pair",
                        "unexpected 'platform' and 'backend' pair"),
                same(
                        "another platform than the backend's",
                        "unet",
                        "\"onnxruntime_onnx\"",
                        "\"tensorrt_plan\"",
                        "unexpected 'platform' and 'backend' pair",
                        "unexpected 'platform' and 'backend' pair"),
                same(
                        "an unknown platform",
                        "unet",
                        "\"onnxruntime_onnx\"",
                        "\"magic\"",
                        "unexpected 'platform' and 'backend' pair",
                        "unexpected 'platform' and 'backend' pair"),
                alike(
                        "a negative batch size",
                        "unet",
                        "max_batch_size: 8",
                        "max_batch_size: -1",
                        "'max_batch_size' must be non-negative value for unet"),
                alike(
                        "a scalar without a batch",
                        "unet",
                        "max_batch_size: 8",
                        "max_batch_size: 0",
                        "'timestep' cannot have empty reshape for non-batching model as scalar tensors are not supported"),
                alike(
                        "an input without a type",
                        "unet",
                        "data_type: TYPE_FP32",
                        "data_type: TYPE_INVALID",
                        "model input 'sample' must specify 'data_type'"),
                alike("an input without dims", "unet", "dims: 1\n", "", "model input 'timestep' must specify 'dims'"),
                alike(
                        "an input without a name",
                        "unet",
                        "name: \"sample\"",
                        "name: \"\"",
                        "model input must specify 'name' for unet"),
                alike(
                        "a dimension of zero",
                        "unet",
                        "dims: 4",
                        "dims: 0",
                        "model input 'sample' dimension must be integer >= 1, or -1"),
                alike(
                        "a dimension of minus two",
                        "unet",
                        "dims: -1",
                        "dims: -2",
                        "model input 'sample' dimension must be integer >= 1, or -1"),
                alike(
                        "an output without a type",
                        "text_encoder",
                        "data_type: TYPE_FP32",
                        "data_type: TYPE_INVALID",
                        "model output 'last_hidden_state' must specify 'data_type'"),
                alike(
                        "an output without a name",
                        "unet",
                        "name: \"out_sample\"",
                        "name: \"\"",
                        "model output must specify 'name' for unet"),
                alike(
                        "an output's dimension of zero",
                        "text_encoder",
                        "dims: 96",
                        "dims: 0",
                        "model output 'last_hidden_state' dimension must be integer >= 1"),
                alike(
                        "a reshape to more elements",
                        "unet",
                        "reshape {\n",
                        "reshape { shape: 2\n",
                        "model input 'timestep' has different size for dims and reshape"),
                alike(
                        "a reshape to fewer elements",
                        "text_encoder",
                        "dims: 77\n}",
                        "dims: 77 reshape { shape: [7,10] }\n}",
                        "model input 'input_ids' has different size for dims and reshape"),
                alike(
                        "a reshape to zero",
                        "unet",
                        "reshape {\n",
                        "reshape { shape: 0\n",
                        "model input 'timestep' reshape dimensions must be integer >= 1, or -1"),
                same(
                        "a reshape that closes an open dimension",
                        "unet",
                        "dims: 1\n",
                        "dims: -1\n",
                        "'timestep' has different size for dims and reshape",
                        "'timestep' has different number of variable-size dimensions"),
                alike(
                        "an output's reshape across an open dimension",
                        "unet",
                        "dims: -1\n}\ninstance",
                        "dims: -1\n reshape { shape: [-1,4,-1] } }\ninstance",
                        "model output 'out_sample' has different size for dims and reshape"),
                alike(
                        "a picture format of four dimensions",
                        "unet",
                        "dims: 4",
                        "format: FORMAT_NHWC dims: 4 dims: 3",
                        "NHWC/NCHW require 3 dims"),
                same(
                        "a shape tensor of ONNX Runtime",
                        "unet",
                        "dims: 4",
                        "is_shape_tensor: true dims: 4",
                        "shape tensors are only supported for TensorRT",
                        "shape tensor or of a non-linear format, which is only supported for TensorRT"),
                same(
                        "a non-linear format of ONNX Runtime",
                        "unet",
                        "dims: 4",
                        "is_non_linear_format_io: true dims: 4",
                        "Non-linear IO format is only supported for the TensorRT",
                        "shape tensor or of a non-linear format, which is only supported for TensorRT"),
                append(
                        "a batch input made of nothing",
                        "unet",
                        "batch_input { kind: BATCH_ELEMENT_COUNT target_name: \"a\" data_type: TYPE_FP32 source_input: \"nobody\" }",
                        "unknown source input name 'nobody' for unet",
                        "unknown source input name 'nobody' for unet"),
                append(
                        "a batch output for nothing",
                        "unet",
                        "batch_output { kind: BATCH_SCATTER_WITH_INPUT_SHAPE target_name: \"nobody\" source_input: \"sample\" }",
                        "unknown target output name 'nobody' for unet",
                        "unknown target output name 'nobody' for unet"));
    }

    static Stream<Broken> schedulers() {
        return Stream.of(
                batching(
                        "a preferred size above the maximum",
                        "preferred_batch_size: 9",
                        "dynamic batching preferred size must be <= max batch size for unet"),
                batching(
                        "a preferred size of zero",
                        "preferred_batch_size: 0",
                        "dynamic batching preferred size must be positive for unet"),
                batching(
                        "levels without a default",
                        "priority_levels: 2",
                        "default priority level must be in range [1, 2] for unet"),
                batching(
                        "a default above the levels",
                        "priority_levels: 2 default_priority_level: 3",
                        "default priority level must be in range [1, 2] for unet"),
                batching(
                        "a policy for a level above",
                        "priority_levels: 2 default_priority_level: 1 priority_queue_policy { key: 3 value { } }",
                        "priority queue policy must have priority level in range [1, 2] for unet"),
                batching(
                        "a policy for level zero",
                        "priority_levels: 2 default_priority_level: 1 priority_queue_policy { key: 0 value { } }",
                        "priority queue policy must have priority level in range [1, 2] for unet"),
                batching(
                        "order among levels",
                        "preserve_ordering: true priority_levels: 2 default_priority_level: 1",
                        "Only one priority level is allowed when 'preserve_ordering' is true for unet"),
                batching(
                        "order with delayed requests",
                        "preserve_ordering: true default_queue_policy { timeout_action: DELAY default_timeout_microseconds: 5 }",
                        "Queue policy can not have DELAY as timeout action when 'preserve_ordering' is true for unet"),
                batching(
                        "order with requests delayed at a level",
                        "preserve_ordering: true priority_levels: 1 default_priority_level: 1 priority_queue_policy { key: 1 value { timeout_action: DELAY default_timeout_microseconds: 5 } }",
                        "Queue policy can not have DELAY as timeout action when 'preserve_ordering' is true for unet"));
    }

    private static Broken batching(String what, String setting, String words) {
        return alike(what, "unet", "dynamic_batching {", "dynamic_batching { " + setting, words);
    }
}
