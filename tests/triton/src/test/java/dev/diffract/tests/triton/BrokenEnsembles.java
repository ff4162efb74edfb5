package dev.diffract.tests.triton;

import static dev.diffract.tests.triton.Broken.alike;
import static dev.diffract.tests.triton.Broken.append;
import static dev.diffract.tests.triton.Broken.same;

import java.util.stream.Stream;

/** Ensembles that cannot run. */
final class BrokenEnsembles {

    private static final String DECODED_TO_POST = "key: \"sample\"\n      value: \"decoded\"\n    }\n    output_map";

    private BrokenEnsembles() {}

    static Stream<Broken> all() {
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
                new Broken(
                        "an ensemble without steps",
                        repository -> repository
                                .cut("decode_image", "ensemble_scheduling")
                                .append("decode_image", "ensemble_scheduling { }"),
                        "must specify 'step' for ensemble 'decode_image'",
                        "must specify 'step' for ensemble 'decode_image'"),
                new Broken(
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

    private static Broken appended(String what, String text, String words) {
        return append(what, "decode_image", text, words, words);
    }
}
