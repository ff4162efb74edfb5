package dev.diffract.builder.build.assemble;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.diffract.builder.graphs.ExportedShapes;
import dev.diffract.builder.graphs.onnx.TensorNames;
import dev.diffract.builder.graphs.proto.GraphProto;
import dev.diffract.builder.graphs.proto.ModelProto;
import dev.diffract.builder.graphs.proto.ValueInfoProto;
import dev.diffract.repository.layout.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Model folders as people have them, made of one as an exporter writes it. All can be served. */
public enum OddFolder {
    /** transformers 5 writes no other files of a tokenizer. */
    TOKENIZER_JSON_ONLY("optimum", OddFolder::tokenizerJson),
    /** Python writes -Infinity and NaN into JSON. */
    MINUS_INFINITY(
            "optimum",
            folder -> Files.writeString(
                    folder.resolve("scheduler/scheduler_config.json"),
                    "{\"_class_name\": \"DPMSolverMultistepScheduler\", \"beta_start\": 0.00085, \"beta_end\": 0.012,"
                            + " \"beta_schedule\": \"scaled_linear\", \"num_train_timesteps\": 1000, \"prediction_type\": \"epsilon\","
                            + " \"lambda_min_clipped\": -Infinity, \"sample_max_value\": NaN}")),
    /** A class whose steps are taken by another. */
    SINGLESTEP(
            "optimum",
            folder -> Files.writeString(
                    folder.resolve("scheduler/scheduler_config.json"),
                    "{\"_class_name\": \"DPMSolverSinglestepScheduler\", \"beta_start\": 0.00085, \"beta_end\": 0.012,"
                            + " \"lower_order_final\": false, \"solver_order\": 2}")),
    /** The numbers of the VAE stand where diffusers keeps both halves in one. */
    VAE_CONFIG_ELSEWHERE("optimum", folder -> {
        Files.delete(folder.resolve("vae_decoder/config.json"));
        Files.delete(folder.resolve("vae_encoder/config.json"));
        Files.createDirectory(folder.resolve("vae"));
        Files.writeString(folder.resolve("vae/config.json"), "{\"scaling_factor\": 0.13025, \"shift_factor\": null}");
    }),
    /** Written by an editor that begins files with a byte order mark. */
    BYTE_ORDER_MARK(
            "optimum",
            folder -> Files.writeString(
                    folder.resolve("model_index.json"), "\ufeff{\"_diffract_defaults\": {\"steps\": 7}, \"x\": NaN}")),
    /** Height and width instead of one side. */
    TWO_SIDES(
            "optimum", folder -> Files.writeString(folder.resolve("unet/config.json"), "{\"sample_size\": [16, 16]}")),
    IMAGE_ENCODER_BESIDE("diffusers", folder -> {
        Files.createDirectory(folder.resolve("image_encoder"));
        Files.copy(folder.resolve("vae_decoder/model.onnx"), folder.resolve("image_encoder/model.onnx"));
        ExportedShapes.edit(folder.resolve("image_encoder/model.onnx"), graph -> {
            rename(graph, "latent_sample", "pixel_values");
            channels(graph.getInputBuilder(0), 3);
        });
    }),
    CONTROL_NET_BESIDE("optimum", folder -> {
        Files.createDirectory(folder.resolve("controlnet"));
        Files.copy(folder.resolve("unet/model.onnx"), folder.resolve("controlnet/model.onnx"));
        ExportedShapes.edit(
                folder.resolve("controlnet/model.onnx"),
                graph -> graph.addInput(graph.getInput(0).toBuilder().setName("controlnet_cond")));
    }),
    /** A UNet that takes a ControlNet's outputs, beside one that does not. */
    UNET_FOR_CONTROL_NETS_BESIDE("optimum", folder -> {
        Files.createDirectory(folder.resolve("unet_controlled"));
        Files.copy(folder.resolve("unet/model.onnx"), folder.resolve("unet_controlled/model.onnx"));
        ExportedShapes.edit(
                folder.resolve("unet_controlled/model.onnx"),
                graph -> graph.addInput(graph.getInput(0).toBuilder().setName("mid_block_additional_residual")));
    }),
    SECOND_TEXT_ENCODER_BESIDE("optimum", folder -> {
        Files.createDirectory(folder.resolve("text_encoder_2"));
        Files.copy(folder.resolve("text_encoder/model.onnx"), folder.resolve("text_encoder_2/model.onnx"));
        ExportedShapes.edit(
                folder.resolve("text_encoder_2/model.onnx"),
                graph -> graph.getOutputBuilderList().stream()
                        .filter(output -> output.getName().equals("last_hidden_state"))
                        .forEach(output -> output.getTypeBuilder()
                                .getTensorTypeBuilder()
                                .getShapeBuilder()
                                .getDimBuilder(2)
                                .setDimValue(99)));
    }),
    /** What Hugging Face's cache holds: every file is a link to one that is named after its digest. */
    SNAPSHOT("diffusers", OddFolder::snapshot),
    /** Weights in a folder of their own. */
    LINKED_WEIGHTS("diffusers", folder -> {
        Files.createDirectory(folder.resolve("weights"));
        Files.move(folder.resolve("unet/weights.pb"), folder.resolve("weights/unet.pb"));
        Files.createSymbolicLink(folder.resolve("unet/weights.pb"), Path.of("../weights/unet.pb"));
    }),
    /** As the exporter of TensorRT's own demo names them. */
    NAMES_OF_TENSORRT("optimum", folder -> {
        names(folder, "unet", Map.of("out_sample", "latent"));
        names(folder, "text_encoder", Map.of("last_hidden_state", "text_embeddings"));
        names(folder, "vae_decoder", Map.of("latent_sample", "latent", "sample", "images"));
        names(folder, "vae_encoder", Map.of("sample", "images", "latent_parameters", "latent"));
    }),
    /** As torch's exporter names what nobody named. */
    NAMES_OF_NOBODY("dynamo", folder -> {
        names(
                folder,
                "unet",
                Map.of("sample", "arg0", "timestep", "arg1", "encoder_hidden_states", "arg2", "out_sample", "add_9"));
        names(folder, "text_encoder", Map.of("input_ids", "arg0"));
        names(folder, "vae_decoder", Map.of("latent_sample", "arg0", "sample", "conv2d_31"));
    }),
    /** An encoder whose drawn latent has another name, and that says how many channels it has. */
    NAME_OF_THE_DRAWN_LATENT("diffusers", folder -> {
        names(folder, "vae_encoder", Map.of("latent_sample", "latents"));
        ExportedShapes.edit(folder.resolve("vae_encoder/model.onnx"), graph -> {
            channels(graph.getInputBuilder(0), 3);
            channels(graph.getOutputBuilder(0), 4);
        });
    });

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String shape;
    private final Change change;

    OddFolder(String shape, Change change) {
        this.shape = shape;
        this.change = change;
    }

    /** Something done to a model folder. */
    @FunctionalInterface
    interface Change {
        void to(Path folder) throws IOException;
    }

    /** Writes it below a directory. */
    public Path write(Path directory) {
        try {
            Path folder = ExportedShapes.unpack(shape, Files.createDirectories(directory));
            change.to(folder);
            return this == SNAPSHOT ? directory.resolve("models--x/snapshots/" + "1".repeat(40)) : folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void tokenizerJson(Path folder) throws IOException {
        Path tokenizer = folder.resolve("tokenizer");
        ObjectNode root = JSON.createObjectNode();
        root.putArray("added_tokens");
        ObjectNode model = root.putObject("model");
        model.put("type", "BPE").put("unk_token", "<|endoftext|>").put("end_of_word_suffix", "</w>");
        model.set("vocab", JSON.readTree(tokenizer.resolve("vocab.json").toFile()));
        ArrayNode merges = model.putArray("merges");
        for (String line : Files.readAllLines(tokenizer.resolve("merges.txt"))) {
            if (!line.startsWith("#") && !line.isBlank()) {
                List.of(line.split(" ")).forEach(merges.addArray()::add);
            }
        }
        Files.writeString(tokenizer.resolve("tokenizer.json"), root.toString());
        for (String name : List.of("vocab.json", "merges.txt", "special_tokens_map.json")) {
            Files.deleteIfExists(tokenizer.resolve(name));
        }
    }

    private static void snapshot(Path folder) throws IOException {
        Path cache = folder.resolveSibling("models--x");
        Path blobs = Files.createDirectories(cache.resolve("blobs"));
        Path snapshot = Files.createDirectories(cache.resolve("snapshots/" + "1".repeat(40)));
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path blob = blobs.resolve(Sha256.of(file));
                Files.deleteIfExists(blob);
                Files.move(file, blob);
                Path link = snapshot.resolve(folder.relativize(file).toString());
                Files.createDirectories(link.getParent());
                Files.createSymbolicLink(link, link.getParent().relativize(blob));
            }
        }
    }

    private static void channels(ValueInfoProto.Builder value, long channels) {
        value.getTypeBuilder()
                .getTensorTypeBuilder()
                .getShapeBuilder()
                .getDimBuilder(1)
                .setDimValue(channels);
    }

    private static void rename(GraphProto.Builder graph, String from, String to) {
        for (ValueInfoProto.Builder input : graph.getInputBuilderList()) {
            if (input.getName().equals(from)) {
                input.setName(to);
            }
        }
    }

    /** Gives tensors other names, in the graph too. */
    private static void names(Path folder, String component, Map<String, String> names) throws IOException {
        Path file = folder.resolve(component).resolve("model.onnx");
        ModelProto renamed = TensorNames.renamed(ModelProto.parseFrom(Files.readAllBytes(file)), names);
        Files.write(file, renamed.toByteArray());
    }
}
