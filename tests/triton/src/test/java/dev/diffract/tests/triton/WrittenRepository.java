package dev.diffract.tests.triton;

import dev.diffract.tests.harness.BuiltRepository;
import dev.diffract.tests.harness.Programs;
import dev.diffract.tests.harness.RunningProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A repository of the demo model as {@code diffract build} writes it, and copies of it to be changed. */
record WrittenRepository(Path root) {

    private static final Pattern ROLE = Pattern.compile("<([a-z_]+)>");

    /** @param options further options of {@code diffract build} */
    static WrittenRepository build(Path root, String... options) {
        return build(Programs.demoModel(), root, options);
    }

    /** Of another model, the same way. */
    static WrittenRepository build(Path model, Path root, String... options) {
        BuiltRepository.of(root.getParent(), model, root, options);
        return new WrittenRepository(root);
    }

    /** The served name of the model of a role. */
    String name(String role) {
        return BuiltRepository.name(root, role);
    }

    /** A text with the served name in the place of every role in angle brackets. */
    String named(String text) {
        return ROLE.matcher(text).replaceAll(role -> name(role.group(1)));
    }

    Path models() {
        return root.resolve("models");
    }

    WrittenRepository copyTo(Path directory) {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.toList()) {
                Path target = directory.resolve(root.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
            return new WrittenRepository(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts its models beside those of another. */
    void copyModelsTo(WrittenRepository other) {
        try (Stream<Path> files = Files.walk(models())) {
            for (Path file : files.skip(1).toList()) {
                Files.copy(file, other.models().resolve(models().relativize(file).toString()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What {@code diffract verify} prints. */
    String verify(Path logs) {
        return RunningProgram.run("verify", Programs.builder("verify", root.toString()), logs)
                .output();
    }

    WrittenRepository replace(String model, String part, String by) {
        String text = config(model);
        if (!text.contains(part)) {
            throw new IllegalArgumentException("the configuration of " + model + " has no " + part + ":\n" + text);
        }
        int at = text.indexOf(part);
        return write(model, text.substring(0, at) + by + text.substring(at + part.length()));
    }

    WrittenRepository append(String model, String text) {
        return write(model, config(model) + text + "\n");
    }

    WrittenRepository cut(String model, String from) {
        return write(model, config(model).substring(0, config(model).indexOf(from)));
    }

    /** The graphs as engines, which a stand-in for the backend does not open. */
    WrittenRepository asEngines() {
        for (String role : List.of("text_encoder", "unet", "vae_decoder", "vae_encoder", "image_post")) {
            String model = name(role);
            write(
                    model,
                    config(model)
                            .replace("\"onnxruntime_onnx\"", "\"tensorrt_plan\"")
                            .replace("\"onnxruntime\"", "\"tensorrt\"")
                            .replace("model.onnx", "model.plan")
                            .replace("KIND_CPU", "KIND_GPU"));
            move(model + "/1/model.onnx", model + "/1/model.plan");
        }
        return this;
    }

    WrittenRepository move(String from, String to) {
        try {
            Files.move(models().resolve(from), models().resolve(to));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    WrittenRepository delete(String file) {
        try (Stream<Path> files = Files.walk(models().resolve(file))) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String config(String model) {
        try {
            return Files.readString(models().resolve(model).resolve("config.pbtxt"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private WrittenRepository write(String model, String text) {
        try {
            Files.writeString(models().resolve(model).resolve("config.pbtxt"), text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
