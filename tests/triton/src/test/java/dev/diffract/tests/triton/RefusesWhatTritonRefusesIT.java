package dev.diffract.tests.triton;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.tests.triton.TritonCore.Verdict;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("diffract verify refuses what Triton's core refuses, for the same reason")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusesWhatTritonRefusesIT {

    /**
     * @param what named in the test's report
     * @param change to a repository that is right
     * @param triton words of Triton's own
     * @param verify words of a finding of {@code diffract verify}
     */
    record Broken(String what, Consumer<WrittenRepository> change, String triton, String verify) {

        @Override
        public String toString() {
            return what;
        }
    }

    private static final String WARM_UP = "model_warmup { name: \"w\" batch_size: 2"
            + " inputs { key: \"sample\" value { data_type: TYPE_FP32 dims: [4,8,8] zero_data: true } }"
            + " inputs { key: \"timestep\" value { data_type: TYPE_INT64 dims: [1] zero_data: true } }"
            + " inputs { key: \"encoder_hidden_states\" value { data_type: TYPE_FP32 dims: [77,96] random_data: true } } }";

    private static final String DECODED_TO_POST = "key: \"sample\"\n      value: \"decoded\"\n    }\n    output_map";

    private Path directory;

    private TritonCore core;
    private WrittenRepository written;
    private int copies;

    @BeforeAll
    void build(@TempDir Path shared) {
        directory = shared;
        core = TritonCore.build();
        written = WrittenRepository.build(directory.resolve("repository"));
    }

    static Stream<Broken> files() {
        return Stream.of(
                same(
                        "an unknown field",
                        "unet",
                        "max_batch_size",
                        "max_batch",
                        "failed to read text proto",
                        "inference.ModelConfig.max_batch"),
                append(
                        "a text that ends in the middle",
                        "unet",
                        "input {",
                        "failed to read text proto",
                        "Expected \"}\""),
                same(
                        "an unknown type",
                        "unet",
                        "TYPE_FP32",
                        "FP32",
                        "failed to read text proto",
                        "no value named \"FP32\""),
                append(
                        "a field twice",
                        "unet",
                        "max_batch_size: 4",
                        "failed to read text proto",
                        "cannot be overwritten"),
                append(
                        "two schedulers",
                        "unet",
                        "sequence_batching { }",
                        "failed to read text proto",
                        "sequence_batching"),
                append(
                        "an ensemble with a scheduler of its own",
                        "decode_image",
                        "dynamic_batching { }",
                        "failed to read text proto",
                        "dynamic_batching"),
                same(
                        "another model's name",
                        "unet",
                        "name: \"unet\"",
                        "name: \"unit\"",
                        "unexpected directory name 'unet' for model 'unit'",
                        "has the name 'unit', which must be the directory's"),
                changed(
                        "no configuration",
                        repository -> repository.delete("unet/config.pbtxt"),
                        "unet",
                        "models/unet/config.pbtxt is missing"),
                changed(
                        "no version",
                        repository -> repository.delete("unet/1"),
                        "at least one version must be available under the version policy of model 'unet'",
                        "models/unet has no version"),
                changed(
                        "a version with a leading zero",
                        repository -> repository.move("unet/1", "unet/01"),
                        "at least one version must be available under the version policy of model 'unet'",
                        "models/unet has no version"),
                changed(
                        "a version that is no number",
                        repository -> repository.move("unet/1", "unet/v1"),
                        "at least one version must be available under the version policy of model 'unet'",
                        "models/unet has no version"),
                same(
                        "a policy for no version",
                        "unet",
                        "num_versions: 1",
                        "num_versions: 0",
                        "at least one version must be available under the version policy of model 'unet'",
                        "at least one version must be available under the version policy of model 'unet'"),
                same(
                        "a policy for a version that is not there",
                        "unet",
                        "latest {\n    num_versions: 1\n  }",
                        "specific { versions: 7 }",
                        "at least one version must be available under the version policy of model 'unet'",
                        "at least one version must be available under the version policy of model 'unet'"),
                same(
                        "a file of labels that is not there",
                        "unet",
                        "name: \"out_sample\"",
                        "name: \"out_sample\" label_filename: \"labels.txt\"",
                        "failed to open text file",
                        "labels.txt is missing"));
    }

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

    static Stream<Broken> instances() {
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
                        "zero_data: true",
                        "",
                        "warmup setting expects input 'sample' to have input_data_type set",
                        "warmup setting expects input 'sample' to have input_data_type set"),
                warmUp(
                        "a warm-up from a file that is not there",
                        "zero_data: true",
                        "input_data_file: \"noise\"",
                        "failed to open text file",
                        "noise is missing"));
    }

    static Stream<Broken> ensembles() {
        return Stream.of(
                appended(
                        "an ensemble with a backend",
                        "backend: \"onnxruntime\"",
                        "Ensemble model 'decode_image' must have platform type 'ensemble' and empty backend type"),
                appended(
                        "an ensemble with instances",
                        "instance_group { count: 1 kind: KIND_CPU }",
                        "instance group should not be specified for ensemble 'decode_image'"),
                appended(
                        "an ensemble with an optimization",
                        "optimization { }",
                        "optimization should not be specified for ensemble 'decode_image'"),
                appended(
                        "an ensemble with a warm-up",
                        "model_warmup { name: \"w\" }",
                        "model_warmup can not be specified for ensemble 'decode_image'"),
                alike(
                        "steps of another platform",
                        "decode_image",
                        "\"ensemble\"",
                        "\"onnxruntime_onnx\"",
                        "ensemble scheduling cannot be set for model 'decode_image' whose platform is not ensemble"),
                changed(
                        "an ensemble without steps",
                        repository -> repository
                                .cut("decode_image", "ensemble_scheduling")
                                .append("decode_image", "ensemble_scheduling { }"),
                        "must specify 'step' for ensemble 'decode_image'",
                        "must specify 'step' for ensemble 'decode_image'"),
                changed(
                        "an ensemble without a schedule",
                        repository -> repository.cut("decode_image", "ensemble_scheduling"),
                        "ensemble scheduling must be set for ensemble decode_image",
                        "ensemble scheduling must be set for ensemble decode_image"),
                alike(
                        "a step without a model",
                        "decode_image",
                        "model_name: \"vae_decoder\"\n",
                        "",
                        "must specify 'model_name' in step 0 of ensemble 'decode_image'"),
                alike(
                        "a step without inputs",
                        "decode_image",
                        "    input_map {\n      key: \"latent_sample\"\n      value: \"latent_sample\"\n    }\n",
                        "",
                        "must specify 'input_map' in step 0 of ensemble 'decode_image'"),
                alike(
                        "a step without outputs",
                        "decode_image",
                        "    output_map {\n      key: \"sample\"\n      value: \"decoded\"\n    }\n",
                        "",
                        "must specify 'output_map' in step 0 of ensemble 'decode_image'"),
                alike(
                        "a step of an unknown model",
                        "decode_image",
                        "\"vae_decoder\"",
                        "\"nothing\"",
                        "ensemble decode_image contains models that are not available or ambiguous: nothing"),
                alike(
                        "a step of a version that is not there",
                        "decode_image",
                        "model_version: -1",
                        "model_version: 7",
                        "depends on 'vae_decoder' whose required version 7 is not loaded"),
                alike(
                        "a step without a version",
                        "decode_image",
                        "model_version: -1\n",
                        "",
                        "depends on 'vae_decoder' whose required version 0 is not loaded"),
                alike(
                        "another type between steps",
                        "image_post",
                        "TYPE_FP32",
                        "TYPE_FP16",
                        "ensemble tensor decoded: inconsistent data type: TYPE_FP32 is inferred from model vae_decoder while TYPE_FP16"),
                alike(
                        "another type at the end",
                        "decode_image",
                        "TYPE_UINT8",
                        "TYPE_INT8",
                        "ensemble tensor image: inconsistent data type: TYPE_INT8"),
                alike(
                        "another shape between steps",
                        "image_post",
                        "dims: 3",
                        "dims: 4",
                        "ensemble tensor decoded: inconsistent shape: [-1,3,-1,-1] is inferred from model vae_decoder while [-1,4,-1,-1]"),
                alike(
                        "another rank between steps",
                        "image_post",
                        "dims: 3\n  dims: -1\n",
                        "dims: 3\n",
                        "ensemble tensor decoded: inconsistent shape: [-1,3,-1,-1] is inferred from model vae_decoder while [-1,3,-1]"),
                alike(
                        "another shape at the beginning",
                        "decode_image",
                        "dims: 4",
                        "dims: 5",
                        "ensemble tensor latent_sample: inconsistent shape: [-1,5,-1,-1]"),
                alike(
                        "larger batches than a member's",
                        "decode_image",
                        "max_batch_size: 4",
                        "max_batch_size: 9",
                        "ensemble decode_image allows maximum batch size 9, but it contains model vae_decoder which only allows maximum batch size to be 4"),
                alike(
                        "an input that a member does not have",
                        "decode_image",
                        DECODED_TO_POST,
                        DECODED_TO_POST.replace("\"sample\"", "\"pixels\""),
                        "ensemble tensor decoded is mapping to non-existing input pixels in model image_post"),
                alike(
                        "an output that a member does not have",
                        "decode_image",
                        "key: \"image\"",
                        "key: \"picture\"",
                        "ensemble tensor image is mapped from non-existing output picture in model image_post"),
                append(
                        "an input of a member that nothing feeds",
                        "image_post",
                        "input { name: \"mask\" data_type: TYPE_FP32 dims: [1] }",
                        "input mask in model image_post is not mapped to any ensemble tensors",
                        "input mask in model image_post is not mapped to any ensemble tensors"),
                same(
                        "an input that nothing reads",
                        "decode_image",
                        "output {",
                        "input { name: \"more\" data_type: TYPE_FP32 dims: [1] }\noutput {",
                        "ensemble input 'more' for ensemble",
                        "ensemble input 'more' for ensemble"),
                same(
                        "an output that nothing writes",
                        "decode_image",
                        "output {",
                        "output { name: \"more\" data_type: TYPE_FP32 dims: [1] }\noutput {",
                        "ensemble output 'more' for ensemble",
                        "ensemble output 'more' for ensemble"),
                alike(
                        "a tensor that nothing reads",
                        "decode_image",
                        "    output_map {\n      key: \"sample\"",
                        "    output_map { key: \"extra\" value: \"nobody\" }\n    output_map {\n      key: \"sample\"",
                        "ensemble tensor 'nobody' is unused in ensemble 'decode_image'"),
                alike(
                        "a tensor that nothing writes",
                        "decode_image",
                        DECODED_TO_POST,
                        DECODED_TO_POST.replace("decoded", "other"),
                        "at least one of its depending tensors, 'other', is not connected"),
                alike(
                        "a tensor written twice",
                        "decode_image",
                        "key: \"image\"\n      value: \"image\"",
                        "key: \"image\"\n      value: \"decoded\"",
                        "ensemble tensor 'decoded' can appear in an output map only once"),
                same(
                        "steps that wait for each other",
                        "decode_image",
                        "key: \"latent_sample\"\n      value: \"latent_sample\"\n    }",
                        "key: \"latent_sample\"\n      value: \"latent_sample\"\n    }\n    input_map { key: \"mask\" value: \"image\" }",
                        "output 'image' for ensemble 'decode_image' is not written",
                        "an ensemble cannot loop"),
                same(
                        "an ensemble of itself",
                        "decode_image",
                        "\"vae_decoder\"",
                        "\"decode_image\"",
                        "circular dependency between ensembles: decode_image",
                        "circular dependency between ensembles: decode_image"),
                same(
                        "a member that does not load",
                        "image_post",
                        "max_batch_size: 4",
                        "max_batch_size: -1",
                        "ensemble decode_image contains models that are not available or ambiguous: image_post",
                        "'max_batch_size' must be non-negative value for image_post"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"files", "models", "schedulers", "instances", "ensembles"})
    void bothSay(Broken broken) {
        WrittenRepository repository = written.copyTo(directory.resolve("copy" + copies++));
        broken.change.accept(repository);
        Verdict verdict = core.judge(repository.models());
        assertThat(verdict.accepted()).as(verdict.toString()).isFalse();
        assertThat(verdict.words()).contains(broken.triton);
        assertThat(repository.verify(directory)).contains(broken.verify);
    }

    private static Broken changed(String what, Consumer<WrittenRepository> change, String triton, String verify) {
        return new Broken(what, change, triton, verify);
    }

    private static Broken same(String what, String model, String part, String by, String triton, String verify) {
        return changed(what, repository -> repository.replace(model, part, by), triton, verify);
    }

    private static Broken alike(String what, String model, String part, String by, String words) {
        return same(what, model, part, by, words, words);
    }

    private static Broken append(String what, String model, String text, String triton, String verify) {
        return changed(what, repository -> repository.append(model, text), triton, verify);
    }

    private static Broken appended(String what, String text, String words) {
        return append(what, "decode_image", text, words, words);
    }

    private static Broken batching(String what, String setting, String words) {
        return alike(what, "unet", "dynamic_batching {", "dynamic_batching { " + setting, words);
    }

    private static Broken engines(String what, String setting, String triton, String verify) {
        return changed(
                what,
                repository -> repository.asEngines().replace("unet", "KIND_GPU", "KIND_GPU " + setting),
                triton,
                verify);
    }

    private static Broken warmUp(String what, String part, String by, String triton, String verify) {
        return append(what, "unet", WARM_UP.replace(part, by), triton, verify);
    }
}
