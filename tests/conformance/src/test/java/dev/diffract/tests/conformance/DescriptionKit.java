package dev.diffract.tests.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.diffract.kserve.ModelConfigRequest;
import dev.diffract.kserve.ModelMetadataRequest;
import dev.diffract.kserve.ModelMetadataResponse;
import dev.diffract.kserve.ModelReadyRequest;
import dev.diffract.kserve.ModelStatisticsRequest;
import dev.diffract.kserve.RepositoryIndexRequest;
import dev.diffract.kserve.RepositoryIndexResponse.ModelIndex;
import dev.diffract.kserve.ServerLiveRequest;
import dev.diffract.kserve.ServerMetadataRequest;
import dev.diffract.kserve.ServerMetadataResponse;
import dev.diffract.kserve.ServerReadyRequest;
import dev.diffract.repository.proto.ModelConfig;
import dev.diffract.repository.proto.ModelInstanceGroup;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

abstract class DescriptionKit {

    abstract Clients clients();

    @Test
    @DisplayName("it is live and ready on all three health interfaces")
    void healthy() {
        var grpc = clients().grpc().blocking();
        assertThat(grpc.serverLive(ServerLiveRequest.getDefaultInstance()).getLive())
                .isTrue();
        assertThat(grpc.serverReady(ServerReadyRequest.getDefaultInstance()).getReady())
                .isTrue();
        assertThat(HealthGrpc.newBlockingStub(clients().grpc().channel())
                        .check(HealthCheckRequest.getDefaultInstance())
                        .getStatus())
                .isEqualTo(ServingStatus.SERVING);
        assertThat(clients().http().get("/v2/health/live").statusCode()).isEqualTo(200);
        assertThat(clients().http().get("/v2/health/ready").statusCode()).isEqualTo(200);
    }

    @Test
    @DisplayName("its metadata has a name, a version and the extensions Diffract uses")
    void serverMetadata() {
        ServerMetadataResponse metadata =
                clients().grpc().blocking().serverMetadata(ServerMetadataRequest.getDefaultInstance());
        assertThat(metadata.getName()).isNotEmpty();
        assertThat(metadata.getVersion()).isNotEmpty();
        assertThat(metadata.getExtensionsList())
                .contains("model_repository", "model_configuration", "binary_tensor_data", "statistics");
        JsonNode json = HttpClientForTests.json(clients().http().get("/v2"));
        assertThat(json.get("name").asText()).isEqualTo(metadata.getName());
        assertThat(json.get("extensions")).hasSize(metadata.getExtensionsCount());
    }

    @Test
    @DisplayName("a model's metadata has the batch dimension, the types and the ready versions")
    void modelMetadata() {
        ModelMetadataResponse metadata = clients()
                .grpc()
                .blocking()
                .modelMetadata(
                        ModelMetadataRequest.newBuilder().setName("shift").build());
        assertThat(metadata.getVersionsList()).containsExactly("1");
        assertThat(metadata.getPlatform()).isEqualTo("onnxruntime_onnx");
        assertThat(metadata.getInputsList()).extracting("name").containsExactly("x", "by");
        assertThat(metadata.getInputs(0).getShapeList()).containsExactly(-1L, 2L, -1L);
        assertThat(metadata.getInputs(1).getDatatype()).isEqualTo("INT64");
        assertThat(metadata.getInputs(1).getShapeList()).containsExactly(-1L, 1L);
        assertThat(metadata.getOutputs(1).getDatatype()).isEqualTo("BOOL");
        JsonNode json = HttpClientForTests.json(clients().http().get("/v2/models/shift/versions/1"));
        assertThat(json.at("/inputs/0/shape").toString()).isEqualTo("[-1,2,-1]");
    }

    @Test
    @DisplayName("a model without a batch dimension has none in its metadata")
    void noBatchDimension() {
        ModelMetadataResponse metadata = clients()
                .grpc()
                .blocking()
                .modelMetadata(
                        ModelMetadataRequest.newBuilder().setName("types").build());
        assertThat(metadata.getInputsList())
                .allSatisfy(input -> assertThat(input.getShapeList()).containsExactly(2L));
    }

    @Test
    @DisplayName("a model's configuration is the file's, completed")
    void modelConfig() {
        ModelConfig config = clients()
                .grpc()
                .blocking()
                .modelConfig(
                        ModelConfigRequest.newBuilder().setName("gathering").build())
                .getConfig();
        assertThat(config.getMaxBatchSize()).isEqualTo(4);
        assertThat(config.getDynamicBatching().getMaxQueueDelayMicroseconds()).isEqualTo(20_000_000);
        assertThat(config.getVersionPolicy().getLatest().getNumVersions()).isEqualTo(1);
        assertThat(config.getInstanceGroup(0).getKind()).isEqualTo(ModelInstanceGroup.Kind.KIND_CPU);
        JsonNode json = HttpClientForTests.json(clients().http().get("/v2/models/gathering/config"));
        assertThat(json.get("max_batch_size").asInt()).isEqualTo(4);
        assertThat(json.at("/input/0/dims/0").isIntegralNumber()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"double", "gathering", "quadruple", "types"})
    @DisplayName("models are ready")
    void modelsAreReady(String model) {
        assertThat(clients()
                        .grpc()
                        .blocking()
                        .modelReady(
                                ModelReadyRequest.newBuilder().setName(model).build())
                        .getReady())
                .isTrue();
        assertThat(clients().http().get("/v2/models/" + model + "/ready").statusCode())
                .isEqualTo(200);
        assertThat(clients()
                        .http()
                        .get("/v2/models/" + model + "/versions/1/ready")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    @DisplayName("a model it does not have is not ready: false, or an error that names it, by release")
    void unknownModelIsNotReady() {
        ModelReadyRequest request =
                ModelReadyRequest.newBuilder().setName("nobody").build();
        try {
            assertThat(clients().grpc().blocking().modelReady(request).getReady())
                    .isFalse();
        } catch (StatusRuntimeException e) {
            assertThat(e.getStatus().getDescription()).contains("nobody");
        }
        assertThat(clients().http().get("/v2/models/nobody/ready").statusCode()).isBetween(400, 499);
    }

    @Test
    @DisplayName("the repository's index lists every model with its state")
    void index() {
        var models = clients()
                .grpc()
                .blocking()
                .repositoryIndex(RepositoryIndexRequest.getDefaultInstance())
                .getModelsList();
        assertThat(models)
                .extracting(ModelIndex::getName)
                .containsExactlyInAnyOrderElementsOf(ConformanceRepository.MODELS);
        assertThat(models).filteredOn(model -> model.getName().equals("shift")).allSatisfy(model -> {
            assertThat(model.getState()).isEqualTo("READY");
            assertThat(model.getVersion()).isEqualTo("1");
        });
        JsonNode json = HttpClientForTests.json(clients().http().post("/v2/repository/index", "{\"ready\":true}"));
        assertThat(json.findValuesAsText("name")).contains("shift");
        assertThat(json.findValuesAsText("state")).containsOnly("READY");
    }

    @Test
    @DisplayName("statistics of a model it does not have are refused by name")
    void unknownStatistics() {
        assertThatThrownBy(() -> clients()
                        .grpc()
                        .blocking()
                        .modelStatistics(ModelStatisticsRequest.newBuilder()
                                .setName("nobody")
                                .build()))
                .hasMessageContaining("requested model 'nobody' is not available");
    }

    @Test
    @DisplayName("metrics have Triton's names, without a suffix, labelled with model and version")
    void metrics() {
        clients()
                .grpc()
                .blocking()
                .modelInfer(GrpcClient.doubling("double", 1, 1).build());
        HttpResponse<byte[]> response = clients().metrics().get("");
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
        String text = HttpClientForTests.text(response);
        for (String name : new String[] {
            "nv_inference_request_success",
            "nv_inference_count",
            "nv_inference_exec_count",
            "nv_inference_request_duration_us",
            "nv_inference_queue_duration_us",
            "nv_inference_compute_input_duration_us",
            "nv_inference_compute_infer_duration_us",
            "nv_inference_compute_output_duration_us",
            "nv_inference_pending_request_count"
        }) {
            assertThat(text).containsPattern("(?m)^" + name + "\\{model=\"double\",version=\"1\"[^}]*} [0-9.e+]+$");
        }
        assertThat(text).containsPattern("nv_inference_request_failure\\{model=\"double\",[^}]*reason=\"REJECTED\"");
    }
}
