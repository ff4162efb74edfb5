package dev.diffract.tests.triton;

import static dev.diffract.tests.triton.Broken.alike;
import static dev.diffract.tests.triton.Broken.append;
import static dev.diffract.tests.triton.Broken.same;

import java.util.stream.Stream;

/** Instances that no slice can run, and warm-up requests that no model can answer. */
final class BrokenInstances {

    private static final String WARM_UP = "model_warmup { name: \"w\" batch_size: 2"
            + " inputs { key: \"sample\" value { data_type: TYPE_FP32 dims: [4,8,8] zero_data: true } }"
            + " inputs { key: \"timestep\" value { data_type: TYPE_INT64 dims: [1] zero_data: true } }"
            + " inputs { key: \"encoder_hidden_states\" value { data_type: TYPE_FP32 dims: [77,96] random_data: true } } }";

    private BrokenInstances() {}

    static Stream<Broken> all() {
        return Stream.of(
                alike(
                        "GPUs for the CPU",
                        "unet",
                        "kind: KIND_CPU",
                        "kind: KIND_CPU gpus: 0",
                        "has kind KIND_CPU but specifies one or more GPUs"),
                alike(
                        "GPUs for a model that chooses itself",
                        "unet",
                        "kind: KIND_CPU",
                        "kind: KIND_MODEL gpus: 0",
                        "has kind KIND_MODEL but specifies one or more GPUs"),
                engines(
                        "a GPU beyond the slice",
                        "gpus: 1",
                        "invalid or unsupported gpu id 1",
                        "invalid or unsupported gpu id 1"),
                engines(
                        "a negative GPU",
                        "gpus: -1",
                        "invalid or unsupported gpu id -1",
                        "invalid or unsupported gpu id -1"),
                engines(
                        "a shape profile that is no number",
                        "profile: \"zero\"",
                        "unable to parse 'zero'",
                        "specifies invalid profile 'zero'"),
                engines(
                        "a negative shape profile",
                        "profile: \"-1\"",
                        "specifies invalid profile -1",
                        "specifies invalid profile '-1'"),
                same(
                        "a shape profile of ONNX Runtime",
                        "unet",
                        "kind: KIND_CPU",
                        "kind: KIND_CPU profile: \"0\"",
                        "specifies profile field which is only supported for TensorRT models",
                        "specifies profile field which is only supported for TensorRT models"),
                warmUp(
                        "a warm-up without inputs",
                        WARM_UP.substring(WARM_UP.indexOf(" inputs"), WARM_UP.lastIndexOf(" }")),
                        "",
                        "missing required input(s)",
                        "missing required input(s)"),
                warmUp(
                        "a warm-up that lacks an input",
                        "\"sample\"",
                        "\"noise\"",
                        "missing required input(s) ['sample']",
                        "missing required input(s) ['sample']"),
                warmUp(
                        "a warm-up of another type",
                        "TYPE_INT64",
                        "TYPE_INT32",
                        "inference input 'timestep' data-type is 'INT32'",
                        "input 'timestep' data-type is 'TYPE_INT32'"),
                warmUp(
                        "a warm-up of another shape",
                        "[4,8,8]",
                        "[5,8,8]",
                        "unexpected shape for input 'sample'",
                        "unexpected shape for input 'sample'"),
                warmUp(
                        "a warm-up of no shape",
                        "dims: [4,8,8]",
                        "",
                        "unexpected shape for input 'sample'",
                        "unexpected shape for input 'sample'"),
                warmUp(
                        "a warm-up with an open dimension",
                        "[4,8,8]",
                        "[4,-1,8]",
                        "warmup setting expects all variable-size dimensions are specified for input 'sample'",
                        "warmup setting expects all variable-size dimensions are specified for input 'sample'"),
                warmUp(
                        "a warm-up without data",
                        "[4,8,8] zero_data: true",
                        "[4,8,8]",
                        "warmup setting expects input 'sample' to have input_data_type set",
                        "warmup setting expects input 'sample' to have input_data_type set"),
                warmUp(
                        "a warm-up from a file that is not there",
                        "[4,8,8] zero_data: true",
                        "[4,8,8] input_data_file: \"noise\"",
                        "failed to open text file",
                        "noise is missing"));
    }

    private static Broken engines(String what, String setting, String triton, String verify) {
        return new Broken(
                what,
                repository -> repository.asEngines().replace("unet", "KIND_GPU", "KIND_GPU " + setting),
                triton,
                verify);
    }

    private static Broken warmUp(String what, String part, String by, String triton, String verify) {
        return append(what, "unet", WARM_UP.replace(part, by), triton, verify);
    }
}
