package dev.diffract.repository.layout;

import java.nio.file.Path;

/**
 * Where things lie in a written repository.
 *
 * <pre>
 * manifest.json              what was built, from what, with digests
 * models/                    the Triton model repository: every directory in it is a model
 *   demo-3f9a12c4.unet/config.pbtxt
 *   demo-3f9a12c4.unet/1/model.onnx
 * tokenizer/                 vocab.json and merges.txt, or tokenizer.json, ...: for the frontend
 * scheduler/                 scheduler_config.json: for the frontend
 * </pre>
 *
 * The models have a directory of their own because Triton takes every directory of its repository for a model.
 *
 * @param root the repository's directory
 */
public record RepositoryPaths(Path root) {

    /** The one version of every model: a repository is written whole and never again, so there is no second. */
    public static final String VERSION = "1";

    public Path manifest() {
        return root.resolve("manifest.json");
    }

    /** What Triton's {@code --model-repository} points to. */
    public Path models() {
        return root.resolve("models");
    }

    public Path model(String name) {
        return models().resolve(name);
    }

    /** The directory of the tokenizer's files. */
    public Path tokenizer() {
        return root.resolve("tokenizer");
    }

    /** Where a model's files are. */
    public Path version(String name) {
        return model(name).resolve(VERSION);
    }

    public Path tokenizerVocabulary() {
        return tokenizer().resolve("vocab.json");
    }

    public Path tokenizerMerges() {
        return tokenizer().resolve("merges.txt");
    }

    /** Vocabulary and merges in one, where the other two are not both there. */
    public Path tokenizerJson() {
        return root.resolve("tokenizer").resolve("tokenizer.json");
    }

    public Path schedulerConfig() {
        return root.resolve("scheduler").resolve("scheduler_config.json");
    }
}
