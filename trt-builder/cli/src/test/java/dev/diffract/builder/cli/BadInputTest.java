package dev.diffract.builder.cli;

import static dev.diffract.builder.cli.Damage.edit;
import static dev.diffract.builder.cli.Damage.entry;
import static dev.diffract.builder.cli.Damage.input;
import static dev.diffract.builder.cli.Damage.location;
import static dev.diffract.builder.cli.Damage.named;
import static dev.diffract.builder.cli.Damage.type;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.diffract.builder.graphs.ExportedShapes;
import dev.diffract.builder.graphs.proto.TensorProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every wrong input of {@code build} gets a sentence that says what and where, and leaves nothing behind. */
class BadInputTest {

    @TempDir
    Path directory;

    static Stream<Arguments> wrongModels() {
        return Stream.of(files(), graphs(), weights(), companions()).flatMap(cases -> cases);
    }

    /** Files that are no graphs, and parts that are missing or there twice. */
    private static Stream<Arguments> files() {
        return Stream.of(
                model("a truncated graph", "unet/model.onnx is no ONNX graph, or it is truncated", model -> {
                    Path file = model.resolve("unet/model.onnx");
                    byte[] bytes = Files.readAllBytes(file);
                    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
                }),
                model(
                        "an empty graph",
                        "unet/model.onnx holds no ONNX graph",
                        model -> Files.write(model.resolve("unet/model.onnx"), new byte[0])),
                model(
                        "garbage as graph",
                        "vae_decoder/model.onnx is no ONNX graph",
                        model -> Files.writeString(model.resolve("vae_decoder/model.onnx"), "<html>not found</html>")),
                model(
                        "no UNet",
                        "no graph (model.onnx) that is a unet; found: text_encoder in",
                        model -> Files.delete(model.resolve("unet/model.onnx"))),
                model("no VAE", "that is a vae_decoder, nor one that is a vae_encoder", model -> {
                    Files.delete(model.resolve("vae_decoder/model.onnx"));
                    Files.delete(model.resolve("vae_encoder/model.onnx"));
                }),
                model("two text encoders", "are both a text_encoder", model -> {
                    Files.createDirectory(model.resolve("second"));
                    Files.copy(model.resolve("text_encoder/model.onnx"), model.resolve("second/model.onnx"));
                }));
    }

    /** Graphs that are not what they should be. */
    private static Stream<Arguments> graphs() {
        return Stream.of(
                model(
                        "a link in a circle",
                        "round is a link to a folder that it is in",
                        model -> Files.createSymbolicLink(model.resolve("round"), model)),
                model(
                        "a sample of whole numbers",
                        "sample INT64 [-1,-1,-1,-1] should be FP16 or FP32 of rank 4",
                        edit(
                                "unet/model.onnx",
                                graph -> type(input(graph, "sample"), TensorProto.DataType.INT64.getNumber()))),
                model(
                        "a sample of rank 3",
                        "sample FP32 [-1,-1,-1] should be FP16 or FP32 of rank 4",
                        edit(
                                "unet/model.onnx",
                                graph -> input(graph, "sample")
                                        .getTypeBuilder()
                                        .getTensorTypeBuilder()
                                        .getShapeBuilder()
                                        .removeDim(3))),
                model(
                        "an inpainting UNet",
                        "should be FP16 or FP32 of rank 4 with 4 channels",
                        edit(
                                "unet/model.onnx",
                                graph -> input(graph, "sample")
                                        .getTypeBuilder()
                                        .getTensorTypeBuilder()
                                        .getShapeBuilder()
                                        .getDimBuilder(1)
                                        .setDimValue(9))),
                model(
                        "Stable Diffusion XL",
                        "it takes text_embeds, time_ids, as Stable Diffusion XL does",
                        edit(
                                "unet/model.onnx",
                                graph -> graph.addInput(named(graph, "text_embeds"))
                                        .addInput(named(graph, "time_ids")))),
                model(
                        "a ControlNet",
                        "inputs that are not supported: mid_block_res_sample",
                        edit("unet/model.onnx", graph -> graph.addInput(named(graph, "mid_block_res_sample")))),
                model(
                        "another kind of graph",
                        "it is no component of Stable Diffusion 1 or 2",
                        edit(
                                "unet/model.onnx",
                                graph -> graph.addInput(
                                        input(graph, "sample").setName("hidden_states").build().toBuilder()
                                                .setName("more_states")))),
                model(
                        "a UNet of another model",
                        "of width 99",
                        edit(
                                "unet/model.onnx",
                                graph -> input(graph, "encoder_hidden_states")
                                        .getTypeBuilder()
                                        .getTensorTypeBuilder()
                                        .getShapeBuilder()
                                        .getDimBuilder(2)
                                        .setDimValue(99))));
    }

    /** Weights that are not where the graph says. */
    private static Stream<Arguments> weights() {
        return Stream.of(
                model(
                        "missing external data",
                        "its external data file",
                        model -> Files.delete(model.resolve("unet/weights.pb"))),
                model(
                        "short external data",
                        "weights.pb is too short",
                        model -> Files.write(model.resolve("unet/weights.pb"), new byte[100])),
                model("external data above the folder", "has its data in '../weights.pb'", location("../weights.pb")),
                model(
                        "external data with a way out",
                        "has its data in 'a/../../weights.pb'",
                        location("a/../../weights.pb")),
                model("external data at an absolute path", "has its data in '/etc/passwd'", location("/etc/passwd")),
                model("external data of a wrong length", "its external data says 1", entry("length", "1")),
                model("external data at a negative offset", "with offset '-5'", entry("offset", "-5")));
    }

    /** What a model has beside its graphs, and what ONNX Runtime does not know. */
    private static Stream<Arguments> companions() {
        return Stream.of(
                model(
                        "no vocabulary",
                        "vocab.json (the tokenizer's vocabulary) does not exist",
                        model -> Files.delete(model.resolve("tokenizer/vocab.json"))),
                model(
                        "no merges",
                        "merges.txt (the tokenizer's merges) does not exist",
                        model -> Files.delete(model.resolve("tokenizer/merges.txt"))),
                model(
                        "empty merges",
                        "merges.txt holds no merges",
                        model -> Files.writeString(model.resolve("tokenizer/merges.txt"), "#version: 0.2\n")),
                model(
                        "a vocabulary larger than the model",
                        "ids up to 5000, the text encoder knows",
                        model -> Files.writeString(
                                model.resolve("tokenizer/vocab.json"),
                                Files.readString(model.resolve("tokenizer/vocab.json"))
                                        .replaceFirst("\\{", "{\"extra\": 5000, "))),
                model(
                        "no scheduler",
                        "scheduler_config.json",
                        model -> Files.delete(model.resolve("scheduler/scheduler_config.json"))),
                model(
                        "a broken model_index.json",
                        "model_index.json is no JSON: line 1, column ",
                        model -> Files.writeString(model.resolve("model_index.json"), "{\"_class_name\": ")),
                model(
                        "defaults out of range",
                        "model_index.json: /_diffract_defaults/steps is 0, expected a whole number from 1 to 150",
                        model -> Files.writeString(
                                model.resolve("model_index.json"), "{\"_diffract_defaults\": {\"steps\": 0}}")),
                model(
                        "a default nobody knows",
                        "model_index.json: /_diffract_defaults/step is not known, expected one of guidance, height, max_size,"
                                + " min_size, negative_prompt, sampler, size_multiple, steps, width",
                        model -> Files.writeString(
                                model.resolve("model_index.json"), "{\"_diffract_defaults\": {\"step\": 20}}")),
                model(
                        "a default prompt that no request may have",
                        "model_index.json: /_diffract_defaults/negative_prompt has 10001 characters, expected 10000 at"
                                + " most",
                        model -> Files.writeString(
                                model.resolve("model_index.json"),
                                "{\"_diffract_defaults\": {\"negative_prompt\": \"" + "a".repeat(10_001) + "\"}}")),
                model(
                        "a description that is no text by language",
                        "model_index.json: /_diffract_description is not an object",
                        model -> Files.writeString(
                                model.resolve("model_index.json"), "{\"_diffract_description\": \"shapes\"}")),
                model(
                        "a default of another kind",
                        "model_index.json: /_diffract_defaults/guidance is not a number",
                        model -> Files.writeString(
                                model.resolve("model_index.json"), "{\"_diffract_defaults\": {\"guidance\": \"7\"}}")),
                model(
                        "a default size that cannot be drawn",
                        "the default size 100x100 is not one",
                        model -> Files.writeString(
                                model.resolve("model_index.json"),
                                "{\"_diffract_defaults\": {\"width\": 100, \"height\": 100}}")),
                model(
                        "an operator nobody knows",
                        "ONNX Runtime cannot load",
                        edit(
                                "vae_decoder/model.onnx",
                                graph -> graph.getNodeBuilder(graph.getNodeCount() - 1)
                                        .setOpType("Nonsense"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongModels")
    void ofTheModelIsExplained(String name, String sentence, Damage damage) throws IOException {
        Path model = ExportedShapes.unpack("diffusers", directory);
        damage.apply(model);
        Path out = directory.resolve("out");

        Outcome outcome = Outcome.of("build", "--model", model.toString(), "--out", out.toString());

        assertExplained(outcome, 1, sentence);
        assertThat(out).doesNotExist();
        CommandLineTest.assertNothingLeftBeside(out);
    }

    static void assertExplained(Outcome outcome, int exitCode, String sentence) {
        assertThat(outcome.err()).contains(sentence).startsWith("diffract: ");
        assertThat(outcome.err() + outcome.out()).doesNotContain("Exception", "\tat ", "should not have happened");
        assertThat(outcome.exitCode()).isEqualTo(exitCode);
    }

    private static Arguments model(String name, String sentence, Damage damage) {
        return arguments(name, sentence, damage);
    }
}
