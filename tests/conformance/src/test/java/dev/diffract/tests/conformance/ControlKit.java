package dev.diffract.tests.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.diffract.kserve.ModelConfigRequest;
import dev.diffract.kserve.ModelRepositoryParameter;
import dev.diffract.kserve.ModelStatistics;
import dev.diffract.kserve.ModelStatisticsRequest;
import dev.diffract.kserve.RepositoryIndexRequest;
import dev.diffract.kserve.RepositoryModelLoadRequest;
import dev.diffract.kserve.RepositoryModelUnloadRequest;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

abstract class ControlKit {

    private static final String DOUBLE_OF_EIGHT = "{\"name\":\"double\",\"platform\":\"onnxruntime_onnx\","
            + "\"backend\":\"onnxruntime\",\"max_batch_size\":8,"
            + "\"input\":[{\"name\":\"x\",\"data_type\":\"TYPE_FP32\",\"dims\":[-1]}],"
            + "\"output\":[{\"name\":\"y\",\"data_type\":\"TYPE_FP32\",\"dims\":[-1]}],"
            + "\"instance_group\":[{\"kind\":\"KIND_CPU\",\"count\":1}]}";

    abstract Clients clients();

    @AfterEach
    void restore() {
        load("double");
        load("quadruple");
    }

    @Test
    @DisplayName("an unloaded model is out of service until it is loaded again")
    void unloadAndLoad() {
        unload("shift", false);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(state("shift")).isEqualTo("UNAVAILABLE unloaded"));
        Status status =
                clients().grpc().failure(GrpcClient.doubling("shift", 1, 1).build());
        assertThat(status.getCode()).isIn(Status.Code.NOT_FOUND, Status.Code.UNAVAILABLE, Status.Code.INVALID_ARGUMENT);
        assertThat(status.getDescription()).startsWith("Request for unknown model: 'shift'");
        assertThat(counted()).as("what has statistics").contains("double").doesNotContain("shift");
        assertThat(clients().http().get("/v2/health/ready").statusCode())
                .as("what was unloaded on purpose does not make the server unready")
                .isEqualTo(200);
        assertThat(clients().http().post("/v2/repository/models/shift/load", "").statusCode())
                .isEqualTo(200);
        assertThat(state("shift")).isEqualTo("READY ");
        assertThat(counted()).contains("shift");
    }

    @Test
    @DisplayName("an ensemble loses its service with a member, and loading it loads the member")
    void ensembleAndMember() {
        unload("double", false);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(clients()
                                .grpc()
                                .failure(GrpcClient.doubling("quadruple", 1, 1).build())
                                .getCode())
                        .isIn(Status.Code.NOT_FOUND, Status.Code.UNAVAILABLE, Status.Code.INVALID_ARGUMENT));
        load("quadruple");
        assertThat(GrpcClient.floats(
                        clients()
                                .grpc()
                                .blocking()
                                .modelInfer(
                                        GrpcClient.doubling("quadruple", 1, 1).build()),
                        0))
                .containsExactly(4f);
    }

    @Test
    @DisplayName("unload_dependents takes those members along that nobody loaded by name")
    void unloadDependents() {
        unload("quadruple", true);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(state("quadruple")).isEqualTo("UNAVAILABLE unloaded"));
        assertThat(state("double")).isEqualTo("READY ");
        unload("double", false);
        load("quadruple");
        unload("quadruple", true);
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(state("quadruple")).isEqualTo("UNAVAILABLE unloaded");
            assertThat(state("double")).isEqualTo("UNAVAILABLE unloaded");
        });
    }

    @Test
    @DisplayName("an ensemble comes back into service with its member")
    void ensembleReturns() {
        unload("double", false);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(state("quadruple")).isEqualTo("UNAVAILABLE unloaded"));
        load("double");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(state("quadruple")).isEqualTo("READY "));
    }

    @Test
    @DisplayName("a load that fails says why and leaves the old one serving")
    void failedLoadKeepsTheOld() {
        assertThatThrownBy(() -> load("double", DOUBLE_OF_EIGHT.replace("\"x\"", "\"wrong\"")))
                .hasMessageContaining("load failed for model 'double'")
                .hasMessageContaining("wrong");
        assertThat(state("double")).isEqualTo("READY ");
        assertThat(clients()
                        .grpc()
                        .blocking()
                        .modelInfer(GrpcClient.doubling("double", 1, 1).build()))
                .isNotNull();
    }

    @Test
    @DisplayName("a configuration can be sent with the load")
    void configurationOverride() {
        load("double", DOUBLE_OF_EIGHT);
        assertThat(clients()
                        .grpc()
                        .blocking()
                        .modelConfig(ModelConfigRequest.newBuilder()
                                .setName("double")
                                .build())
                        .getConfig()
                        .getMaxBatchSize())
                .isEqualTo(8);
    }

    @Test
    @DisplayName("a model that is not in the repository cannot be loaded")
    void loadUnknown() {
        assertThatThrownBy(() -> load("nobody"))
                .hasMessageContaining("failed to load 'nobody', failed to poll from model repository");
        assertThat(clients()
                        .http()
                        .post("/v2/repository/models/nobody/load", "")
                        .statusCode())
                .isBetween(400, 599);
    }

    private void load(String model) {
        clients()
                .grpc()
                .blocking()
                .repositoryModelLoad(RepositoryModelLoadRequest.newBuilder()
                        .setModelName(model)
                        .build());
    }

    private void load(String model, String config) {
        clients()
                .grpc()
                .blocking()
                .repositoryModelLoad(RepositoryModelLoadRequest.newBuilder()
                        .setModelName(model)
                        .putParameters(
                                "config",
                                ModelRepositoryParameter.newBuilder()
                                        .setStringParam(config)
                                        .build())
                        .build());
    }

    private void unload(String model, boolean dependents) {
        clients()
                .grpc()
                .blocking()
                .repositoryModelUnload(RepositoryModelUnloadRequest.newBuilder()
                        .setModelName(model)
                        .putParameters(
                                "unload_dependents",
                                ModelRepositoryParameter.newBuilder()
                                        .setBoolParam(dependents)
                                        .build())
                        .build());
    }

    /** Names of the models that it tells statistics of if it is asked for all. */
    private List<String> counted() {
        return clients()
                .grpc()
                .blocking()
                .modelStatistics(ModelStatisticsRequest.getDefaultInstance())
                .getModelStatsList()
                .stream()
                .map(ModelStatistics::getName)
                .toList();
    }

    private String state(String model) {
        return clients()
                .grpc()
                .blocking()
                .repositoryIndex(RepositoryIndexRequest.getDefaultInstance())
                .getModelsList()
                .stream()
                .filter(entry -> entry.getName().equals(model))
                .map(entry -> entry.getState() + " " + entry.getReason())
                .findFirst()
                .orElseThrow();
    }
}
