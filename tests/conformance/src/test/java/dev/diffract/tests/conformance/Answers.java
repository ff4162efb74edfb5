package dev.diffract.tests.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.diffract.kserve.InferParameter;
import dev.diffract.kserve.ModelConfigRequest;
import dev.diffract.kserve.ModelInferRequest;
import dev.diffract.kserve.ModelMetadataRequest;
import dev.diffract.kserve.ModelReadyRequest;
import dev.diffract.kserve.ModelRepositoryParameter;
import dev.diffract.kserve.ModelStatistics;
import dev.diffract.kserve.RepositoryIndexRequest;
import dev.diffract.kserve.RepositoryModelLoadRequest;
import dev.diffract.kserve.RepositoryModelUnloadRequest;
import dev.diffract.repository.proto.ModelConfig;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is asked of a server, and its answer as a text that two servers can be compared by. */
final class Answers {

    private Answers() {}

    static String post(Clients clients, String path, String body) {
        return text(clients.http().post(path, body));
    }

    static String get(Clients clients, String path) {
        return text(clients.http().get(path));
    }

    static String text(HttpResponse<byte[]> response) {
        return response.statusCode() + " "
                + response.headers().firstValue("Content-Type").orElse("untyped") + " "
                + HttpClientForTests.text(response);
    }

    static String sorted(HttpResponse<byte[]> response) {
        Stream.Builder<JsonNode> entries = Stream.builder();
        HttpClientForTests.json(response).forEach(entries);
        return entries.build().map(JsonNode::toString).sorted().collect(Collectors.joining("\n"));
    }

    static String answer(Supplier<String> call) {
        try {
            return call.get();
        } catch (StatusRuntimeException e) {
            Status status = e.getStatus();
            return status.getCode() + " " + status.getDescription();
        }
    }

    static String inference(Clients clients, ModelInferRequest request) {
        return answer(() -> clients.grpc().blocking().modelInfer(request).toString());
    }

    static String metadata(Clients clients, String model) {
        return answer(() -> clients.grpc()
                .blocking()
                .modelMetadata(ModelMetadataRequest.newBuilder().setName(model).build())
                .toString());
    }

    static String config(Clients clients, String model) {
        return answer(() -> {
            ModelConfig config = clients.grpc()
                    .blocking()
                    .modelConfig(ModelConfigRequest.newBuilder().setName(model).build())
                    .getConfig();
            // How a server finds its backend's code is its own affair, and so is with how many threads of which version
            // it computes.
            return config.toBuilder()
                    .clearRuntime()
                    .removeParameters("intra_op_thread_count")
                    .removeParameters("onnxruntime_version")
                    .build()
                    .toString();
        });
    }

    static String ready(Clients clients, String model, String version) {
        return answer(() -> clients.grpc()
                .blocking()
                .modelReady(ModelReadyRequest.newBuilder()
                        .setName(model)
                        .setVersion(version)
                        .build())
                .toString());
    }

    static String index(Clients clients) {
        return clients
                .grpc()
                .blocking()
                .repositoryIndex(RepositoryIndexRequest.getDefaultInstance())
                .getModelsList()
                .stream()
                .map(Object::toString)
                .sorted()
                .collect(Collectors.joining());
    }

    static String load(Clients clients, String model, String config) {
        RepositoryModelLoadRequest.Builder request =
                RepositoryModelLoadRequest.newBuilder().setModelName(model);
        if (!config.isEmpty()) {
            request.putParameters(
                    "config",
                    ModelRepositoryParameter.newBuilder().setStringParam(config).build());
        }
        return answer(() ->
                clients.grpc().blocking().repositoryModelLoad(request.build()).toString());
    }

    static String unload(Clients clients, String model) {
        return answer(() -> clients.grpc()
                .blocking()
                .repositoryModelUnload(RepositoryModelUnloadRequest.newBuilder()
                        .setModelName(model)
                        .build())
                .toString());
    }

    static String counted(Clients clients, String model, int rows) {
        return counted(clients, model, model, rows);
    }

    static String counted(Clients clients, String model, String watched, int rows) {
        return difference(
                clients,
                watched,
                1,
                () -> clients.grpc()
                        .blocking()
                        .modelInfer(GrpcClient.doubling(model, rows, new float[rows])
                                .build()));
    }

    static String countedFailure(Clients clients) {
        ModelInferRequest request = GrpcClient.doubling("double", 1, 1)
                .putParameters(
                        "timeout",
                        InferParameter.newBuilder().setStringParam("x").build())
                .build();
        ModelInferRequest tooLarge =
                GrpcClient.doubling("double", 5, 1, 2, 3, 4, 5).build();
        return difference(clients, "double", 0, () -> {
            clients.grpc().failure(request);
            clients.grpc().failure(tooLarge);
        });
    }

    /** @param executions how many executions the requests lead to at least */
    private static String difference(Clients clients, String model, int executions, Runnable requests) {
        ModelStatistics before = clients.grpc().statistics(model);
        requests.run();
        ModelStatistics after = clients.grpc().statistics(model, before.getExecutionCount() + executions);
        Function<Function<ModelStatistics, Long>, Long> grown = count -> count.apply(after) - count.apply(before);
        return List.of(
                        grown.apply(ModelStatistics::getInferenceCount),
                        grown.apply(ModelStatistics::getExecutionCount),
                        grown.apply(s -> s.getInferenceStats().getSuccess().getCount()),
                        grown.apply(s -> s.getInferenceStats().getFail().getCount()),
                        grown.apply(s -> s.getInferenceStats().getQueue().getCount()),
                        grown.apply(s -> s.getInferenceStats().getComputeInput().getCount()),
                        grown.apply(s -> s.getInferenceStats().getComputeInfer().getCount()),
                        grown.apply(
                                s -> s.getInferenceStats().getComputeOutput().getCount()),
                        grown.apply(s -> s.getBatchStatsList().stream()
                                .mapToLong(batch -> batch.getComputeInfer().getCount())
                                .sum()),
                        (long) after.getMemoryUsageCount(),
                        (long) after.getResponseStatsCount())
                .toString();
    }

    static String metrics(Clients clients) {
        return HttpClientForTests.text(clients.metrics().get(""))
                .lines()
                .filter(line -> line.startsWith("nv_inference") && line.contains("model=\"double\""))
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .sorted()
                .collect(Collectors.joining("\n"));
    }
}
