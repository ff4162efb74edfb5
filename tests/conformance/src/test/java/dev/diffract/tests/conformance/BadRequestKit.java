package dev.diffract.tests.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.type.TypeReference;
import com.google.protobuf.TextFormat;
import dev.diffract.kserve.ModelInferRequest;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The requests of {@code bad-grpc.json}, each wrong in one way, over gRPC. */
abstract class BadRequestKit {

    private static final Set<Status.Code> INVALID = EnumSet.of(Status.Code.INVALID_ARGUMENT);

    abstract Clients clients();

    /** A request that is wrong in one way, the statuses allowed for it, and words its answer must hold. */
    record Bad(String what, ModelInferRequest request, Set<Status.Code> codes, List<String> words) {
        @Override
        public String toString() {
            return what;
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badRequests")
    @DisplayName("a request with")
    void isRefusedWithASentence(Bad bad) {
        Status status = clients().grpc().failure(bad.request);
        assertThat(status.getCode()).as(status.toString()).isIn(bad.codes);
        assertThat(status.getDescription()).contains(bad.words).doesNotContain("\tat ", "java.lang");
    }

    static Stream<Bad> badRequests() {
        try (InputStream file = BadRequestKit.class.getResourceAsStream("bad-grpc.json")) {
            List<Case> cases = HttpClientForTests.JSON.readValue(file, new TypeReference<>() {});
            return cases.stream().map(Case::bad);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * One of them as it is written.
     *
     * @param request in protobuf's text format
     * @param codes INVALID_ARGUMENT alone where none are given. Two where it depends on the release, and on whether the name is
     *     in a repository
     */
    private record Case(
            @JsonProperty(required = true) String what,
            @JsonProperty(required = true) String request,
            Set<Status.Code> codes,
            @JsonProperty(required = true) List<String> words) {

        private Bad bad() {
            try {
                ModelInferRequest message = TextFormat.parse(request, ModelInferRequest.class);
                return new Bad(what, message, codes == null ? INVALID : codes, words);
            } catch (TextFormat.ParseException e) {
                throw new IllegalStateException("the request of '" + what + "' is no text of protobuf", e);
            }
        }
    }
}
