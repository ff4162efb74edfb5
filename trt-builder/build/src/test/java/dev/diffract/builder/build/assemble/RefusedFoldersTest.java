package dev.diffract.builder.build.assemble;

import static dev.diffract.builder.build.assemble.Refusal.POINTER;
import static dev.diffract.builder.build.assemble.Refusal.refused;
import static dev.diffract.builder.build.assemble.Refusal.write;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.diffract.builder.build.assemble.OddFolder.Change;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files and links that cannot be served, each with a sentence that says what is wrong, where, and what would be right. */
class RefusedFoldersTest {

    private static final String BETAS = "\"beta_start\": 0.00085, \"beta_end\": 0.012";

    @TempDir
    Path directory;

    static Stream<Arguments> files() {
        return Stream.of(
                refused(
                        "a scheduler that is a pointer",
                        "scheduler_config.json is a Git LFS pointer",
                        write("scheduler/scheduler_config.json", POINTER)),
                refused(
                        "merges that are a pointer",
                        "merges.txt is a Git LFS pointer",
                        write("tokenizer/merges.txt", POINTER)),
                refused(
                        "an index that is a pointer",
                        "model_index.json is a Git LFS pointer",
                        write("model_index.json", POINTER)),
                refused(
                        "a tokenizer of another kind",
                        "tokenizer.json: 'model' is of type Unigram, expected BPE",
                        folder -> {
                            Files.delete(folder.resolve("tokenizer/vocab.json"));
                            write("tokenizer/tokenizer.json", "{\"model\": {\"type\": \"Unigram\"}}")
                                    .to(folder);
                        }),
                refused("a tokenizer without an end", "vocab.json has no token '<|endoftext|>'", folder -> {
                    Path file = folder.resolve("tokenizer/vocab.json");
                    Files.writeString(file, Files.readString(file).replace("<|endoftext|>", "<end>"));
                    Files.delete(folder.resolve("tokenizer/special_tokens_map.json"));
                    Files.delete(folder.resolve("tokenizer/tokenizer_config.json"));
                }),
                refused(
                        "a token that the text encoder does not know",
                        "tokenizer/vocab.json has ids up to 7777, the text encoder knows ",
                        TokenizerIds.vocabulary(", \"<cat>\": 7777}")),
                refused(
                        "an added token that the text encoder does not know",
                        "tokenizer/added_tokens.json has ids up to 7777, the text encoder knows ",
                        write("tokenizer/added_tokens.json", "{\"<cat>\": 7777}")),
                refused(
                        "an added token of a configuration that the text encoder does not know",
                        "tokenizer/tokenizer_config.json has ids up to 7777, the text encoder knows ",
                        write(
                                "tokenizer/tokenizer_config.json",
                                "{\"added_tokens_decoder\": {\"7777\": {\"content\": \"<cat>\"}}}")),
                refused(
                        "a token of one file that the text encoder does not know",
                        "tokenizer/tokenizer.json has ids up to 7777, the text encoder knows ",
                        TokenizerIds.oneFile("{\"id\": 7777, \"content\": \"<cat>\"}")),
                refused(
                        "an id for two tokens",
                        "tokenizer/vocab.json gives one id to several tokens: '<cat>' and",
                        TokenizerIds.vocabulary(", \"<cat>\": 0}")),
                refused(
                        "an id for a token and an added one",
                        "tokenizer/added_tokens.json gives one id to several tokens: '<cat>' and",
                        write("tokenizer/added_tokens.json", "{\"<cat>\": 0}")),
                refused(
                        "an id for two tokens of one file",
                        "tokenizer/tokenizer.json gives one id to several tokens: '<cat>' and",
                        TokenizerIds.oneFile("{\"id\": 0, \"content\": \"<cat>\"}")),
                refused(
                        "a tokenizer of a longer model",
                        "max_position_embeddings is 77, and tokenizer_config.json says",
                        folder -> {
                            write("text_encoder/config.json", "{\"max_position_embeddings\": 77}")
                                    .to(folder);
                            write("tokenizer/tokenizer_config.json", "{\"model_max_length\": 512}")
                                    .to(folder);
                        }),
                refused(
                        "a class nobody knows",
                        "_class_name is EDMEulerScheduler, whose noise schedule is not implemented",
                        scheduler("\"_class_name\": \"EDMEulerScheduler\", \"sigma_max\": 80.0")),
                refused(
                        "a third order",
                        "scheduler_config.json: it asks for solver_order = 4",
                        scheduler("\"_class_name\": \"DPMSolverMultistepScheduler\", \"solver_order\": 4, " + BETAS)),
                refused(
                        "a beta beyond 1",
                        "beta_end is 12.0, expected a number between 0 and 1",
                        scheduler("\"_class_name\": \"DDIMScheduler\", \"beta_end\": 12")),
                refused("VAEs that disagree", "scaling_factor is 0.18215, and", folder -> {
                    write("vae_decoder/config.json", "{\"scaling_factor\": 0.13025}")
                            .to(folder);
                    write("vae_encoder/config.json", "{\"scaling_factor\": 0.18215}")
                            .to(folder);
                }),
                refused(
                        "latents that are shifted",
                        "vae_encoder/config.json: shift_factor is 0.0609, which is not supported",
                        write("vae_encoder/config.json", "{\"scaling_factor\": 1.5305, \"shift_factor\": 0.0609}")),
                refused(
                        "latents with means",
                        "latents_mean is not supported",
                        write("vae_decoder/config.json", "{\"latents_mean\": [0.1, 0.2, 0.3, 0.4]}")),
                refused(
                        "latents of another size",
                        "block_out_channels has 3 numbers, so that a latent is 4 pixels wide",
                        write("vae_decoder/config.json", "{\"block_out_channels\": [1, 2, 4]}")),
                refused(
                        "a factor that is no number",
                        "'scaling_factor' is NaN, expected a number",
                        write("vae_decoder/config.json", "{\"scaling_factor\": NaN}")));
    }

    static Stream<Arguments> links() {
        return Stream.of(
                refused(
                        "weights outside",
                        "unet/weights.pb is a link to",
                        folder -> outside(folder, "unet/weights.pb")),
                refused(
                        "a graph outside",
                        "vae_decoder/model.onnx is a link to",
                        folder -> outside(folder, "vae_decoder/model.onnx")),
                refused("a file to be copied outside", "tokenizer/notes.txt is a link to", folder -> {
                    write("tokenizer/notes.txt", "mine").to(folder);
                    outside(folder, "tokenizer/notes.txt");
                }),
                refused("a component's folder outside", "unet/model.onnx is a link to", folder -> {
                    Files.move(folder.resolve("unet"), folder.resolveSibling("elsewhere"));
                    Files.createSymbolicLink(folder.resolve("unet"), folder.resolveSibling("elsewhere"));
                }),
                refused("a link to itself", "unet/weights.pb is a link to nowhere, or to itself", folder -> {
                    Files.delete(folder.resolve("unet/weights.pb"));
                    Files.createSymbolicLink(folder.resolve("unet/weights.pb"), Path.of("weights.pb"));
                }),
                refused("a link to nowhere", "scheduler_config.json is a link to nowhere", folder -> {
                    Files.delete(folder.resolve("scheduler/scheduler_config.json"));
                    Files.createSymbolicLink(folder.resolve("scheduler/scheduler_config.json"), Path.of("gone"));
                }),
                refused("weights that are a pipe", "unet/weights.pb is no regular file", pipe("unet/weights.pb")),
                refused("a graph that is a pipe", "unet/model.onnx is no regular file", pipe("unet/model.onnx")),
                refused(
                        "a scheduler that is a pipe",
                        "scheduler_config.json is no regular file",
                        pipe("scheduler/scheduler_config.json")),
                refused("an index that is a pipe", "model_index.json is no regular file", pipe("model_index.json")),
                refused(
                        "a tokenizer that is a pipe",
                        "tokenizer/vocab.json is no regular file",
                        pipe("tokenizer/vocab.json")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"files", "links"})
    @Timeout(120)
    void areExplained(String name, String sentence, Change change) throws IOException {
        Refusal.assertExplained(directory, sentence, change);
    }

    private static Change scheduler(String keys) {
        return write("scheduler/scheduler_config.json", "{" + keys + "}");
    }

    private static void outside(Path folder, String file) throws IOException {
        Path there = folder.resolveSibling("there");
        Files.move(folder.resolve(file), there);
        Files.createSymbolicLink(folder.resolve(file), there);
    }

    private static Change pipe(String file) {
        return folder -> {
            Files.delete(folder.resolve(file));
            try {
                int made = new ProcessBuilder("mkfifo", folder.resolve(file).toString())
                        .start()
                        .waitFor();
                assumeTrue(made == 0, "mkfifo makes no pipe here");
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        };
    }
}
