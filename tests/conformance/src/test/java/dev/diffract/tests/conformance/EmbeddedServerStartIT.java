package dev.diffract.tests.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.tests.harness.EmbeddedServer;
import dev.diffract.tests.harness.Programs;
import dev.diffract.tests.harness.RunningProgram;
import dev.diffract.tests.harness.RunningProgram.Finished;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the embedded server does with a repository, a port or an option that it cannot use: one sentence, and it ends. */
class EmbeddedServerStartIT {

    @TempDir
    private Path directory;

    private Path models;

    /** A change to a good repository, and what must be said about it. */
    record Damage(String what, Spoil spoil, String... words) {
        @Override
        public String toString() {
            return what;
        }
    }

    interface Spoil {
        void apply(Path models) throws IOException;
    }

    @BeforeEach
    void writeRepository() {
        models = directory.resolve("models");
        ConformanceRepository.write(models);
    }

    static Stream<Damage> damages() {
        return Stream.of(
                new Damage(
                        "a truncated graph",
                        models -> {
                            Path graph = models.resolve("double/1/model.onnx");
                            byte[] bytes = Files.readAllBytes(graph);
                            Files.write(graph, Arrays.copyOf(bytes, bytes.length / 2));
                        },
                        "double",
                        "model.onnx"),
                new Damage(
                        "no graph",
                        models -> Files.delete(models.resolve("shift/1/model.onnx")),
                        "unable to find",
                        "shift"),
                new Damage(
                        "no version",
                        models -> {
                            Files.delete(models.resolve("shift/1/model.onnx"));
                            Files.delete(models.resolve("shift/1"));
                        },
                        "at least one version must be available under the version policy of model 'shift'"),
                config("an unknown field", "shift", "max_batch_size: 4", "max_batch: 4", "config.pbtxt", "max_batch"),
                config(
                        "another type than the graph's",
                        "shift",
                        "TYPE_FP32",
                        "TYPE_FP16",
                        "configuration expects datatype TYPE_FP16 for input 'x', model provides TYPE_FP32"),
                config(
                        "another name than the graph's",
                        "shift",
                        "\"by\"",
                        "\"bye\"",
                        "unexpected inference input 'bye', allowed inputs are: by, x"),
                config(
                        "another rank than the graph's",
                        "shift",
                        "dims: [ 2, -1 ]",
                        "dims: [ 2 ]",
                        "tensor 'x': the model expects 3 dimensions (shape [-1,2,-1]) but the model configuration specifies 2 dimensions (shape [-1,2]"),
                config(
                        "a dimension left open that the graph fixes",
                        "shift",
                        "dims: [ 2, -1 ]",
                        "dims: [ -1, -1 ]",
                        "tensor 'x'"),
                config(
                        "another model's name",
                        "shift",
                        "name: \"shift\"",
                        "name: \"left\"",
                        "directory name must equal model name"),
                config(
                        "a preferred size above the maximum",
                        "gathering",
                        "[ 4 ]",
                        "[ 5 ]",
                        "dynamic batching preferred size must be <= max batch size for gathering"),
                config(
                        "a number of threads that is none",
                        "shift",
                        "name: \"shift\"",
                        "name: \"shift\" parameters { key: \"intra_op_thread_count\" value { string_value: \"many\" } }",
                        "the parameter intra_op_thread_count of model 'shift' must be a whole number from 0, was 'many'"),
                config("a GPU", "shift", "KIND_CPU", "KIND_GPU", "has kind KIND_GPU but server does not support GPUs"),
                config(
                        "a TensorRT engine",
                        "shift",
                        "platform: \"onnxruntime_onnx\" backend: \"onnxruntime\"",
                        "platform: \"tensorrt_plan\"",
                        "this server runs 'onnxruntime' only"),
                config(
                        "an ensemble of a model that is not there",
                        "quadruple",
                        "model_name: \"double\"",
                        "model_name: \"triple\"",
                        "contains models that are not available or ambiguous: triple"),
                config(
                        "an ensemble that contains itself",
                        "quadruple",
                        "model_name: \"double\"",
                        "model_name: \"quadruple\"",
                        "circular dependency between ensembles: quadruple"),
                config(
                        "an ensemble with another type than its member",
                        "quadruple",
                        "TYPE_FP32",
                        "TYPE_FP16",
                        "inconsistent data type"),
                config(
                        "an ensemble with larger batches than its member",
                        "quadruple",
                        "max_batch_size: 4",
                        "max_batch_size: 5",
                        "allows maximum batch size 5, but it contains model double"),
                config(
                        "an ensemble with an unused tensor",
                        "quadruple",
                        "value: \"once\" } },",
                        "value: \"never\" } },",
                        "'once', is not connected"),
                config(
                        "an ensemble with instances",
                        "quadruple",
                        "max_batch_size: 4",
                        "max_batch_size: 4 instance_group { count: 1 }",
                        "instance group should not be specified for ensemble 'quadruple'"));
    }

    @ParameterizedTest
    @MethodSource("damages")
    void aModelThatCannotServeIsNamedAndTheServerEnds(Damage damage) throws IOException {
        damage.spoil.apply(models);
        assertThat(refusal(models)).contains(damage.words);
    }

    @Test
    void withoutExitOnErrorTheOthersServeAndTheIndexSaysWhy() throws IOException {
        Files.delete(models.resolve("shift/1/model.onnx"));
        int[] ports = Programs.freePorts(3);
        List<String> command = Programs.embeddedServer(
                "--model-repository", models.toString(),
                "--exit-on-error", "false",
                "--grpc-port", Integer.toString(ports[0]),
                "--http-port", Integer.toString(ports[1]),
                "--metrics-port", Integer.toString(ports[2]));
        try (RunningProgram program = RunningProgram.start("partial", command, directory)) {
            program.awaitOutput("\nready");
            HttpClientForTests http = new HttpClientForTests("http://127.0.0.1:" + ports[1]);
            assertThat(http.get("/v2/health/ready").statusCode()).isEqualTo(400);
            assertThat(http.get("/v2/models/double/ready").statusCode()).isEqualTo(200);
            assertThat(HttpClientForTests.text(http.post("/v2/repository/index", "")))
                    .contains(
                            "{\"name\":\"shift\",\"version\":\"1\",\"state\":\"UNAVAILABLE\",\"reason\":\"unable to find");
        }
    }

    /** As Triton's configurations name them, so that whoever wants the same bits again knows who computes alike. */
    @Test
    void theServedConfigurationTellsTheThreadsThatComputeAModel() throws IOException {
        Path config = models.resolve("shift/config.pbtxt");
        Files.writeString(
                config,
                Files.readString(config)
                        + "\nparameters { key: \"intra_op_thread_count\" value { string_value: \"3\" } }\n");
        try (EmbeddedServer server = EmbeddedServer.start("threads", models, directory, "--threads", "2")) {
            HttpClientForTests http = new HttpClientForTests(server.http("").toString());
            assertThat(HttpClientForTests.text(http.get("/v2/models/double/config")))
                    .contains("\"intra_op_thread_count\":{\"string_value\":\"2\"}")
                    .containsPattern("\"onnxruntime_version\":\\{\"string_value\":\"[0-9]+\\.[0-9]+\\.[0-9]+\"\\}");
            assertThat(HttpClientForTests.text(http.get("/v2/models/shift/config")))
                    .contains("\"intra_op_thread_count\":{\"string_value\":\"3\"}");
            assertThat(HttpClientForTests.text(http.get("/v2/models/quadruple/config")))
                    .doesNotContain("intra_op_thread_count")
                    .doesNotContain("onnxruntime_version");
        }
    }

    @Test
    void inModeNoneClientsMayNotLoad() {
        try (EmbeddedServer server = EmbeddedServer.start("none", models, directory)) {
            HttpClientForTests http = new HttpClientForTests(server.http("").toString());
            assertThat(http.post("/v2/repository/models/double/load", "").statusCode())
                    .isEqualTo(503);
        }
    }

    @Test
    void aDirectoryThatIsNotThereIsNamed() {
        assertThat(refusal(directory.resolve("nowhere"))).contains("nowhere is no directory");
    }

    @Test
    void anEmptyRepositoryIsRefused() throws IOException {
        assertThat(refusal(Files.createDirectory(directory.resolve("empty")))).contains("holds no model");
    }

    @Test
    void aTakenPortIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            for (String option : List.of("--grpc-port", "--http-port", "--metrics-port")) {
                assertThat(refusal(models, option, port)).contains("cannot listen on 127.0.0.1:" + port, option);
            }
        }
    }

    @Test
    void wrongOptionsAreExplained() {
        assertThat(refusal(models, "--fault", "slow=1")).contains("--fault", "of no known kind");
        assertThat(refusal(models, "--threads", "0")).contains("--threads must be at least 1");
        assertThat(refusal(models, "--load-model", "double"))
                .contains("--load-model needs --model-control-mode explicit");
        assertThat(refusal(models, "--http-port", "70000")).contains("--http-port must be from 0 to 65535");
    }

    @Test
    void itSaysThatItIsNotTriton() {
        try (EmbeddedServer server = EmbeddedServer.start("honest", models, directory)) {
            assertThat(server.program().awaitOutput("\nready").output())
                    .startsWith("diffract-embedded (slice honest): Diffract's no-GPU stand-in for Triton")
                    .contains("This is not Triton", "grpc port " + server.grpcPort());
        }
    }

    /** What it says when it ends by itself, which must be one line and no stack trace. */
    private String refusal(Path repository, String... options) {
        List<String> arguments = new ArrayList<>(List.of(
                "--model-repository", repository.toString(),
                "--grpc-port", "0",
                "--http-port", "0",
                "--metrics-port", "0"));
        for (int i = 0; i < options.length; i += 2) {
            int given = arguments.indexOf(options[i]);
            if (given >= 0) {
                arguments.set(given + 1, options[i + 1]);
            } else {
                arguments.addAll(List.of(options[i], options[i + 1]));
            }
        }
        Finished finished =
                RunningProgram.run("refusing", Programs.embeddedServer(arguments.toArray(String[]::new)), directory);
        assertThat(finished.exitCode()).as(finished.output()).isIn(1, 2);
        assertThat(finished.output().strip().lines()).hasSize(1);
        assertThat(finished.output()).startsWith("diffract embedded: ").doesNotContain("Exception", "\tat ");
        return finished.output();
    }

    private static Damage config(String what, String model, String part, String replacement, String... words) {
        return new Damage(
                what,
                models -> {
                    Path file = models.resolve(model).resolve("config.pbtxt");
                    String text = Files.readString(file);
                    assertThat(text).contains(part);
                    Files.writeString(file, text.replace(part, replacement));
                },
                words);
    }
}
