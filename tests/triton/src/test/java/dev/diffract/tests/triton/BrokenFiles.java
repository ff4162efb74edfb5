package dev.diffract.tests.triton;

import static dev.diffract.tests.triton.Broken.append;
import static dev.diffract.tests.triton.Broken.same;

import java.util.stream.Stream;

/** Configurations that cannot be read, and files and versions that are not there. */
final class BrokenFiles {

    private BrokenFiles() {}

    static Stream<Broken> all() {
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
                new Broken(
                        "no configuration",
                        repository -> repository.delete("unet/config.pbtxt"),
                        "unet",
                        "models/unet/config.pbtxt is missing"),
                new Broken(
                        "no version",
                        repository -> repository.delete("unet/1"),
                        "at least one version must be available under the version policy of model 'unet'",
                        "models/unet has no version"),
                new Broken(
                        "a version with a leading zero",
                        repository -> repository.move("unet/1", "unet/01"),
                        "at least one version must be available under the version policy of model 'unet'",
                        "models/unet has no version"),
                new Broken(
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
}
