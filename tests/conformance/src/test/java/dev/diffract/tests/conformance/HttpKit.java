package dev.diffract.tests.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

abstract class HttpKit {

    private static final String INFER = "/v2/models/double/infer";
    private static final String GOOD =
            "{\"id\":\"me\",\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1,2],\"data\":[1,2.5]}]}";
    private static final String BINARY = "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1,2],"
            + "\"parameters\":{\"binary_data_size\":8}}],\"parameters\":{\"binary_data_output\":true}}";

    abstract Clients clients();

    @Test
    @DisplayName("tensors in JSON, both ways")
    void json() {
        HttpResponse<byte[]> response = clients().http().post(INFER, GOOD);
        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode json = HttpClientForTests.json(response);
        assertThat(json.get("id").asText()).isEqualTo("me");
        assertThat(json.get("model_name").asText()).isEqualTo("double");
        assertThat(json.at("/outputs/0/shape").toString()).isEqualTo("[1,2]");
        assertThat(json.at("/outputs/0/data").toString()).isEqualTo("[2.0,5.0]");
    }

    @Test
    @DisplayName("nested arrays are the same as flat ones")
    void nestedData() {
        HttpResponse<byte[]> response = clients().http().post(INFER, GOOD.replace("[1,2.5]", "[[1,2.5]]"));
        assertThat(HttpClientForTests.json(response).at("/outputs/0/data").toString())
                .isEqualTo("[2.0,5.0]");
    }

    @Test
    @DisplayName("tensors in binary, both ways")
    void binary() {
        byte[] body = body(BINARY, GrpcClient.raw(1f, 2.5f));
        HttpResponse<byte[]> response = clients().http().post(INFER, Integer.toString(BINARY.length()), body);
        assertThat(response.statusCode()).as(HttpClientForTests.text(response)).isEqualTo(200);
        int header = Integer.parseInt(
                response.headers().firstValue("Inference-Header-Content-Length").orElseThrow());
        JsonNode json = HttpClientForTests.json(response);
        assertThat(json.at("/outputs/0/parameters/binary_data_size").asInt()).isEqualTo(8);
        assertThat(ByteString.copyFrom(response.body()).substring(header)).isEqualTo(GrpcClient.raw(2f, 5f));
    }

    @Test
    @DisplayName("binary may be asked for one output")
    void binaryForOneOutput() {
        String request = GOOD.replace(
                "\"inputs\"", "\"outputs\":[{\"name\":\"y\",\"parameters\":{\"binary_data\":true}}],\"inputs\"");
        HttpResponse<byte[]> response = clients().http().post(INFER, request);
        assertThat(response.headers().firstValue("Inference-Header-Content-Length"))
                .isPresent();
    }

    @Test
    @DisplayName("statistics of one model and of all, with numbers as numbers")
    void statistics() {
        clients().http().post(INFER, GOOD);
        JsonNode one = HttpClientForTests.json(clients().http().get("/v2/models/double/stats"));
        assertThat(one.at("/model_stats/0/inference_count").isIntegralNumber()).isTrue();
        assertThat(one.at("/model_stats/0/inference_count").asLong()).isPositive();
        JsonNode all = HttpClientForTests.json(clients().http().get("/v2/models/stats"));
        assertThat(all.get("model_stats")).hasSize(ConformanceRepository.MODELS.size());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    an unknown model          | /v2/models/nobody/infer             | `FP32`     | `FP32`           | Request for unknown model: 'nobody' is not found
                    an unknown version        | /v2/models/double/versions/9/infer  | `FP32`     | `FP32`           | Request for unknown model: 'double' version 9 is not found
                    malformed JSON            | /v2/models/double/infer             | `]}]}`     | `]`              | failed to parse the request JSON buffer
                    no inputs                 | /v2/models/double/infer             | `"inputs"` | `"things"`       | Unable to parse 'inputs'
                    no name                   | /v2/models/double/infer             | `"name":"x",` | `` | Unable to parse 'name'
                    no datatype               | /v2/models/double/infer             | `"datatype":"FP32",` | `` | Unable to parse 'datatype'
                    no shape                  | /v2/models/double/infer             | `"shape":[1,2],` | `` | Unable to parse 'shape'
                    a shape with a fraction   | /v2/models/double/infer             | `[1,2]`    | `[1,2.5]`        | Unable to parse 'shape'
                    no data                   | /v2/models/double/infer             | `,"data":[1,2.5]` | `` | Input must set only one of the following fields: 'data', 'binary_data_size' in 'parameters'
                    data of another length    | /v2/models/double/infer             | `[1,2.5]`  | `[1]`            | Unable to parse 'data'
                    text for numbers          | /v2/models/double/infer             | `[1,2.5]`  | `["a","b"]`      | Unable to parse 'data'
                    another datatype          | /v2/models/double/infer             | `FP32`     | `FP64`           | inference input 'x' data-type is 'FP64', but model 'double' expects 'FP32'
                    half precision in JSON    | /v2/models/double/infer             | `FP32`     | `FP16`           | receiving FP16 data via JSON is not supported
                    another input             | /v2/models/double/infer             | `"x"`      | `"z"`            | unexpected inference input 'z' for model 'double'
                    an unknown output         | /v2/models/double/infer             | `{"id"`    | `{"outputs":[{"name":"z"}],"id"` | unexpected inference output 'z' for model 'double'
                    binary without a header   | /v2/models/double/infer             | `"data":[1,2.5]` | `"parameters":{"binary_data_size":8}` | unexpected size for input 'x', expecting 8 additional bytes for model 'double'
                    a reserved parameter      | /v2/models/double/infer             | `{"id"`    | `{"parameters":{"triton_magic":1},"id"` | parameter keys starting with 'triton_' are reserved for Triton usage
                    """)
    @DisplayName("a request with an error gets a sentence, and 500 if its JSON is not what it should be:")
    void badRequests(String what, String path, String part, String replacement, String sentence) {
        String body = GOOD.replace(part, replacement);
        HttpResponse<byte[]> response = clients().http().post(path, body);
        assertThat(response.statusCode()).as(HttpClientForTests.text(response)).isIn(400, 404, 500);
        assertThat(HttpClientForTests.error(response)).contains(sentence);
    }

    @ParameterizedTest
    @CsvSource({"100000", "-1"})
    @DisplayName("a header length that is no part of the body is refused")
    void wrongHeaderLength(String length) {
        HttpResponse<byte[]> response = clients().http().post(INFER, length, body(BINARY, GrpcClient.raw(1f, 2f)));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(HttpClientForTests.error(response)).containsIgnoringCase("header");
    }

    @Test
    @DisplayName("too little and too much binary data are refused")
    void wrongBinarySize() {
        String length = Integer.toString(BINARY.length());
        HttpResponse<byte[]> less = clients().http().post(INFER, length, body(BINARY, GrpcClient.raw(1f)));
        assertThat(less.statusCode()).isEqualTo(400);
        assertThat(HttpClientForTests.error(less))
                .contains("unexpected size for input 'x', expecting 4 additional bytes for model 'double'");
        HttpResponse<byte[]> more = clients().http().post(INFER, length, body(BINARY, GrpcClient.raw(1f, 2f, 3f)));
        assertThat(more.statusCode()).isEqualTo(400);
        assertThat(HttpClientForTests.error(more)).contains("unexpected additional input data for model 'double'");
    }

    @Test
    @DisplayName("a path or a method it does not have is refused")
    void unknownPathAndMethod() {
        assertThat(clients().http().get("/v2/nothing").statusCode()).isIn(400, 404);
        assertThat(clients().http().get(INFER).statusCode()).isEqualTo(405);
    }

    private static byte[] body(String header, ByteString tail) {
        return ByteString.copyFrom(header, StandardCharsets.UTF_8).concat(tail).toByteArray();
    }
}
