package dev.diffract.tests.conformance;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
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
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What two servers are asked, to be compared. */
final class Exchanges {

    private static final String INFER = "/v2/models/double/infer";
    private static final String X = "{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1,2],\"data\":[1,2.5]}";
    private static final String GOOD = "{\"id\":\"me\",\"inputs\":[" + X + "]}";
    private static final String BINARY = "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1,2],"
            + "\"parameters\":{\"binary_data_size\":8}}],\"parameters\":{\"binary_data_output\":true}}";

    private Exchanges() {}

    /** Every bad request of the kit. */
    static Stream<Exchange> badGrpc() {
        return BadRequestKit.badRequests()
                .map(bad -> new Exchange("gRPC: " + bad.what(), clients -> inference(clients, bad.request())));
    }

    static Stream<Exchange> badHttp() {
        return Stream.of(
                http("malformed JSON", "]}]}", "]"),
                http("no JSON at all", GOOD, "hello"),
                http("an empty body", GOOD, ""),
                http("an array for the object", GOOD, "[1]"),
                http("no inputs", "\"inputs\"", "\"things\""),
                http("inputs that are no array", GOOD, "{\"inputs\":5}"),
                http("no input", GOOD, "{\"inputs\":[]}"),
                http("no name", "\"name\":\"x\",", ""),
                http("a name that is a number", "\"x\"", "5"),
                http("no datatype", "\"datatype\":\"FP32\",", ""),
                http("no shape", "\"shape\":[1,2],", ""),
                http("a shape that is a number", "[1,2]", "2"),
                http("a shape with a fraction", "[1,2]", "[1,2.5]"),
                http("a shape below zero", "[1,2]", "[1,-2]"),
                http("no data", ",\"data\":[1,2.5]", ""),
                http("too little data", "[1,2.5]", "[1]"),
                http("too much data", "[1,2.5]", "[1,2,3]"),
                http("text for numbers", "[1,2.5]", "[\"a\",\"b\"]"),
                http("one number for an array", "[1,2.5]", "1"),
                http("another datatype", "FP32", "FP64"),
                http("a datatype nobody knows", "FP32", "FLOAT"),
                http("half precision in JSON", "FP32", "FP16"),
                http("another input", "\"x\"", "\"z\""),
                http("an unknown output", "{\"id\"", "{\"outputs\":[{\"name\":\"z\"}],\"id\""),
                http("an output without a name", "{\"id\"", "{\"outputs\":[{}],\"id\""),
                http("binary without a header", "\"data\":[1,2.5]", "\"parameters\":{\"binary_data_size\":8}"),
                http("a reserved parameter", "{\"id\"", "{\"parameters\":{\"triton_magic\":1},\"id\""),
                http("a timeout that is text", "{\"id\"", "{\"parameters\":{\"timeout\":\"soon\"},\"id\""),
                http("a priority below zero", "{\"id\"", "{\"parameters\":{\"priority\":-1},\"id\""),
                http("a custom parameter that is an array", "{\"id\"", "{\"parameters\":{\"mine\":[1]},\"id\""),
                http("a custom parameter with a fraction", "{\"id\"", "{\"parameters\":{\"mine\":0.5},\"id\""),
                http("a custom parameter that is null", "{\"id\"", "{\"parameters\":{\"mine\":null},\"id\""),
                http("parameters that are no object", "{\"id\"", "{\"parameters\":5,\"id\""),
                http("a number for the id", "\"me\"", "5"),
                http("data and a binary size", "\"data\"", "\"parameters\":{\"binary_data_size\":8},\"data\""),
                http("the same input twice", "\"inputs\":[", "\"inputs\":[" + X + ","),
                typed("text for an integer", "INT32", "[\"a\",1]"),
                typed("a fraction for an integer", "INT64", "[1.5,1]"),
                typed("a fraction for an unsigned integer", "UINT8", "[1.5,1]"),
                typed("a number for a boolean", "BOOL", "[2,1]"),
                typed("text for a double", "FP64", "[\"a\",1]"),
                new Exchange("HTTP: an unknown model", clients -> post(clients, "/v2/models/nobody/infer", GOOD)),
                new Exchange(
                        "HTTP: an unknown version",
                        clients -> post(clients, "/v2/models/double/versions/9/infer", GOOD)),
                new Exchange(
                        "HTTP: a version that is no number",
                        clients -> post(clients, "/v2/models/double/versions/one/infer", GOOD)),
                binary("a header length of zero", "0", 1f, 2f),
                binary("a header length beyond the body", "100000", 1f, 2f),
                binary("a negative header length", "-1", 1f, 2f),
                binary("a header length that is no number", "many", 1f, 2f),
                binary("too little binary data", Integer.toString(BINARY.length()), 1f),
                binary("too much binary data", Integer.toString(BINARY.length()), 1f, 2f, 3f),
                status("GET", INFER),
                status("POST", "/v2/nothing"),
                status("GET", "/v2/nothing"),
                status("GET", "/"),
                status("GET", "/v2/models/nobody"),
                status("GET", "/v2/models/nobody/config"),
                status("GET", "/v2/models/nobody/stats"),
                status("GET", "/v2/models/nobody/ready"),
                status("GET", "/v2/models/double/versions/9/ready"),
                status("GET", "/v2/models/double/versions/9"),
                status("POST", "/v2/repository/models/nobody/load"),
                status("POST", "/v2/repository/models/nobody/unload"),
                status("POST", "/v2/health/live"),
                status("GET", "/v2/health/live"),
                status("GET", "/v2/health/ready"),
                status("GET", "/v2/repository/index"));
    }

    static Stream<Exchange> descriptions() {
        Stream<Exchange> models = ConformanceRepository.MODELS.stream()
                .flatMap(model -> Stream.of(
                        new Exchange("metadata of " + model, clients -> metadata(clients, model)),
                        new Exchange(
                                "metadata of " + model + " over HTTP", clients -> get(clients, "/v2/models/" + model)),
                        new Exchange("configuration of " + model, clients -> config(clients, model))));
        return Stream.concat(
                models,
                Stream.of(
                        new Exchange("the index", Exchanges::index),
                        new Exchange(
                                "the index over HTTP",
                                clients -> sorted(clients.http().post("/v2/repository/index", "{}"))),
                        new Exchange(
                                "the ready ones of the index",
                                clients -> sorted(clients.http().post("/v2/repository/index", "{\"ready\":true}"))),
                        new Exchange("metadata of an unknown model", clients -> metadata(clients, "nobody")),
                        new Exchange("configuration of an unknown model", clients -> config(clients, "nobody")),
                        new Exchange("readiness of an unknown model", clients -> ready(clients, "nobody", "")),
                        new Exchange("readiness of an unknown version", clients -> ready(clients, "double", "9")),
                        new Exchange(
                                "statistics of an unknown model",
                                clients -> answer(() ->
                                        clients.grpc().statistics("nobody").toString())),
                        new Exchange("a good answer over HTTP", clients -> post(clients, INFER, GOOD)),
                        new Exchange(
                                "a good answer without an id over HTTP",
                                clients -> post(clients, INFER, GOOD.replace("\"id\":\"me\",", ""))),
                        new Exchange(
                                "a good binary answer's header",
                                clients -> clients.http()
                                        .post(INFER, Integer.toString(BINARY.length()), body(BINARY, 1f, 2f))
                                        .headers()
                                        .firstValue("Inference-Header-Content-Length")
                                        .orElse("none")),
                        new Exchange(
                                "counts of three samples in one request", clients -> counted(clients, "double", 3)),
                        new Exchange("counts of an ensemble", clients -> counted(clients, "quadruple", 2)),
                        new Exchange(
                                "counts of an ensemble's member",
                                clients -> counted(clients, "quadruple", "double", 2)),
                        new Exchange("counts of a refused request", Exchanges::countedFailure),
                        new Exchange("names and labels of metrics", Exchanges::metrics)));
    }

    static Stream<Exchange> control() {
        return Stream.of(
                new Exchange("loading an unknown model", clients -> load(clients, "nobody", "")),
                new Exchange("unloading an unknown model", clients -> unload(clients, "nobody")),
                new Exchange("loading with a configuration that is no JSON", clients -> load(clients, "double", "{")),
                new Exchange("loading with an unknown field", clients -> load(clients, "double", "{\"max_batch\":5}")),
                new Exchange(
                        "loading with an unknown parameter",
                        clients -> answer(() -> clients.grpc()
                                .blocking()
                                .repositoryModelLoad(RepositoryModelLoadRequest.newBuilder()
                                        .setModelName("double")
                                        .putParameters(
                                                "magic",
                                                ModelRepositoryParameter.newBuilder()
                                                        .setStringParam("on")
                                                        .build())
                                        .build())
                                .toString())),
                new Exchange(
                        "loading with a configuration that is refused",
                        clients -> load(clients, "double", "{\"name\":\"double\",\"max_batch_size\":-1}")),
                status("POST", "/v2/repository/models/double/load"),
                repository("a configuration that is no text", "double/load", "{\"config\":{\"max_batch_size\":1}}"),
                repository("a load parameter that is no text", "double/load", "{\"magic\":5}"),
                repository("an unknown load parameter", "double/load", "{\"magic\":\"on\"}"),
                repository("an unknown unload parameter", "impatient/unload", "{\"magic\":\"on\"}"),
                repository("a flag that is a number", "narrow/unload", "{\"unload_dependents\":5}"),
                new Exchange("unloading what is not loaded", clients -> unload(clients, "narrow")),
                new Exchange("asking what is not loaded", clients -> metadata(clients, "narrow")),
                new Exchange("readiness of what is not loaded", clients -> ready(clients, "narrow", "")),
                new Exchange(
                        "inference on what is not loaded", clients -> post(clients, "/v2/models/narrow/infer", GOOD)),
                new Exchange("readiness without what was unloaded", clients -> get(clients, "/v2/health/ready")),
                new Exchange("loading again", clients -> load(clients, "double", "") + index(clients)));
    }

    /** The first thing read of a request for another model: one input with its data. */
    private static Exchange typed(String what, String type, String data) {
        String body = "{\"inputs\":[{\"name\":\"" + type.toLowerCase(Locale.ROOT) + "\",\"datatype\":\"" + type
                + "\",\"shape\":[2],\"data\":" + data + "}]}";
        return new Exchange("HTTP: " + what, clients -> post(clients, "/v2/models/types/infer", body));
    }

    private static Exchange http(String what, String part, String replacement) {
        return new Exchange("HTTP: " + what, clients -> post(clients, INFER, GOOD.replace(part, replacement)));
    }

    private static Exchange repository(String what, String path, String parameters) {
        return new Exchange("HTTP: " + what, clients -> {
            String answer = post(clients, "/v2/repository/models/" + path, "{\"parameters\":" + parameters + "}");
            await().until(() -> !index(clients).contains("UNLOADING"));
            return answer;
        });
    }

    private static Exchange binary(String what, String length, float... values) {
        return new Exchange("HTTP: " + what, clients -> text(clients.http().post(INFER, length, body(BINARY, values))));
    }

    private static Exchange status(String method, String path) {
        return new Exchange(
                "HTTP: " + method + " " + path,
                clients -> method.equals("GET") ? get(clients, path) : post(clients, path, ""));
    }

    private static byte[] body(String header, float... values) {
        return ByteString.copyFrom(header, StandardCharsets.UTF_8)
                .concat(GrpcClient.raw(values))
                .toByteArray();
    }

    private static String post(Clients clients, String path, String body) {
        return text(clients.http().post(path, body));
    }

    private static String get(Clients clients, String path) {
        return text(clients.http().get(path));
    }

    private static String text(HttpResponse<byte[]> response) {
        return response.statusCode() + " "
                + response.headers().firstValue("Content-Type").orElse("untyped") + " "
                + HttpClientForTests.text(response);
    }

    private static String sorted(HttpResponse<byte[]> response) {
        Stream.Builder<JsonNode> entries = Stream.builder();
        HttpClientForTests.json(response).forEach(entries);
        return entries.build().map(JsonNode::toString).sorted().collect(Collectors.joining("\n"));
    }

    private static String answer(Supplier<String> call) {
        try {
            return call.get();
        } catch (StatusRuntimeException e) {
            Status status = e.getStatus();
            return status.getCode() + " " + status.getDescription();
        }
    }

    private static String inference(Clients clients, ModelInferRequest request) {
        return answer(() -> clients.grpc().blocking().modelInfer(request).toString());
    }

    private static String metadata(Clients clients, String model) {
        return answer(() -> clients.grpc()
                .blocking()
                .modelMetadata(ModelMetadataRequest.newBuilder().setName(model).build())
                .toString());
    }

    private static String config(Clients clients, String model) {
        return answer(() -> {
            ModelConfig config = clients.grpc()
                    .blocking()
                    .modelConfig(ModelConfigRequest.newBuilder().setName(model).build())
                    .getConfig();
            // How a server finds its backend's code is its own affair.
            return config.toBuilder().clearRuntime().build().toString();
        });
    }

    private static String ready(Clients clients, String model, String version) {
        return answer(() -> clients.grpc()
                .blocking()
                .modelReady(ModelReadyRequest.newBuilder()
                        .setName(model)
                        .setVersion(version)
                        .build())
                .toString());
    }

    private static String index(Clients clients) {
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

    private static String load(Clients clients, String model, String config) {
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

    private static String unload(Clients clients, String model) {
        return answer(() -> clients.grpc()
                .blocking()
                .repositoryModelUnload(RepositoryModelUnloadRequest.newBuilder()
                        .setModelName(model)
                        .build())
                .toString());
    }

    private static String counted(Clients clients, String model, int rows) {
        return counted(clients, model, model, rows);
    }

    private static String counted(Clients clients, String model, String watched, int rows) {
        return difference(
                clients,
                watched,
                () -> clients.grpc()
                        .blocking()
                        .modelInfer(GrpcClient.doubling(model, rows, new float[rows])
                                .build()));
    }

    private static String countedFailure(Clients clients) {
        ModelInferRequest request = GrpcClient.doubling("double", 1, 1)
                .putParameters(
                        "timeout",
                        InferParameter.newBuilder().setStringParam("x").build())
                .build();
        ModelInferRequest tooLarge =
                GrpcClient.doubling("double", 5, 1, 2, 3, 4, 5).build();
        return difference(clients, "double", () -> {
            clients.grpc().failure(request);
            clients.grpc().failure(tooLarge);
        });
    }

    private static String difference(Clients clients, String model, Runnable requests) {
        ModelStatistics before = clients.grpc().statistics(model);
        requests.run();
        ModelStatistics after = clients.grpc().statistics(model);
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

    private static String metrics(Clients clients) {
        return HttpClientForTests.text(clients.metrics().get(""))
                .lines()
                .filter(line -> line.startsWith("nv_inference") && line.contains("model=\"double\""))
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .sorted()
                .collect(Collectors.joining("\n"));
    }
}
