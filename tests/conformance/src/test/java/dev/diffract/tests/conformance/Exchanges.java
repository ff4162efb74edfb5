package dev.diffract.tests.conformance;

import static dev.diffract.tests.conformance.Answers.answer;
import static dev.diffract.tests.conformance.Answers.config;
import static dev.diffract.tests.conformance.Answers.counted;
import static dev.diffract.tests.conformance.Answers.get;
import static dev.diffract.tests.conformance.Answers.index;
import static dev.diffract.tests.conformance.Answers.inference;
import static dev.diffract.tests.conformance.Answers.load;
import static dev.diffract.tests.conformance.Answers.metadata;
import static dev.diffract.tests.conformance.Answers.post;
import static dev.diffract.tests.conformance.Answers.ready;
import static dev.diffract.tests.conformance.Answers.sorted;
import static dev.diffract.tests.conformance.Answers.unload;
import static dev.diffract.tests.conformance.GoodBodies.BINARY;
import static dev.diffract.tests.conformance.GoodBodies.GOOD;
import static dev.diffract.tests.conformance.GoodBodies.INFER;
import static dev.diffract.tests.conformance.GoodBodies.body;
import static org.awaitility.Awaitility.await;

import dev.diffract.kserve.ModelRepositoryParameter;
import dev.diffract.kserve.RepositoryModelLoadRequest;
import java.util.stream.Stream;

/** What two servers are asked, to be compared. */
final class Exchanges {

    private Exchanges() {}

    /** Every bad request of the kit. */
    static Stream<Exchange> badGrpc() {
        return BadRequestKit.badRequests()
                .map(bad -> new Exchange("gRPC: " + bad.what(), clients -> inference(clients, bad.request())));
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
                        new Exchange("the index", Answers::index),
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
                        new Exchange("counts of a refused request", Answers::countedFailure),
                        new Exchange("names and labels of metrics", Answers::metrics)));
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
                BadHttp.asked("POST", "/v2/repository/models/double/load"),
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

    private static Exchange repository(String what, String path, String parameters) {
        return new Exchange("HTTP: " + what, clients -> {
            String answer = post(clients, "/v2/repository/models/" + path, "{\"parameters\":" + parameters + "}");
            await().until(() -> !index(clients).contains("UNLOADING"));
            return answer;
        });
    }
}
