package dev.diffract.frontend.dialect.nativ;

import static dev.diffract.frontend.testing.Rest.BODY;
import static dev.diffract.frontend.testing.Rest.PATH;
import static dev.diffract.frontend.testing.Rest.PROMPT;
import static dev.diffract.frontend.testing.Rest.awaitLatch;
import static dev.diffract.frontend.testing.Rest.awaitStates;
import static dev.diffract.frontend.testing.Rest.doing;
import static dev.diffract.frontend.testing.Rest.managed;
import static dev.diffract.frontend.testing.Rest.metric;
import static dev.diffract.frontend.testing.Rest.png;
import static dev.diffract.frontend.testing.Rest.post;
import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import com.google.protobuf.ByteString;
import dev.diffract.frontend.testing.EventReader;
import dev.diffract.frontend.testing.EventReader.Event;
import dev.diffract.frontend.testing.FakeModels;
import dev.diffract.frontend.testing.FakeSlices;
import dev.diffract.frontend.testing.FakeTriton.Script;
import dev.diffract.frontend.testing.LoggedFaults;
import dev.diffract.frontend.testing.Scripts;
import dev.diffract.frontend.testing.TestRepository;
import dev.diffract.frontend.testing.WithHealthySlices;
import dev.diffract.kserve.ModelInferResponse;
import dev.diffract.repository.pipeline.ModelFamilies;
import io.grpc.Status;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Slices that fail, do not fit, or are all busy. */
@QuarkusTest
@QuarkusTestResource(FakeSlices.class)
class FailingSlicesIT extends WithHealthySlices {

    @Test
    void aSliceThatDiesInMidPictureChangesNothing() {
        theFirstAnswers();
        byte[] undisturbed = png(7);
        AtomicInteger steps = new AtomicInteger();
        Script dies = (request, answer) -> {
            if (request.getModelName().equals(TestRepository.UNET) && steps.incrementAndGet() == 2) {
                CompletableFuture.runAsync(slices.a()::kill);
                return true;
            }
            return false;
        };
        slices.a().script(dies);
        slices.b().script(Scripts.UNET_IS_SLOW);
        double retries = metric("diffract_retries_total");

        // Which slice gets which step is the dispatcher's affair: draw until the deadly one was taken.
        await().atMost(Duration.ofMinutes(1)).until(() -> {
            assertThat(png(7)).isEqualTo(undisturbed);
            return steps.get() >= 2;
        });

        assertThat(metric("diffract_retries_total")).isGreaterThan(retries);
        assertThat(metric("diffract_call_failures_total{kind=\"unavailable\",slice=\"a\"}"))
                .isPositive();
        assertThat(metric("diffract_slice_healthy{slice=\"a\"}")).isZero();
        awaitStates("unknown", "healthy");
    }

    @Test
    void aMalformedAnswerIsTriedElsewhere() {
        theFirstAnswers();
        byte[] undisturbed = png(7);
        AtomicBoolean used = new AtomicBoolean();
        slices.a().script((request, answer) -> {
            if (!request.getModelName().equals(TestRepository.UNET)) {
                return false;
            }
            used.set(true);
            answer.onNext(FakeModels.response(
                            ModelFamilies.STABLE_DIFFUSION.unet().prediction().name(),
                            "FP16",
                            new byte[3],
                            1L,
                            4L,
                            8L,
                            8L)
                    .toBuilder()
                    .setModelName(request.getModelName())
                    .build());
            answer.onCompleted();
            return true;
        });

        slices.b().script(Scripts.UNET_IS_SLOW);
        await().atMost(Duration.ofMinutes(1)).until(() -> {
            assertThat(png(7)).isEqualTo(undisturbed);
            return used.get();
        });
    }

    @Test
    void anAnswerOfAnotherCheckpointIsNeverDrawn() {
        theFirstAnswers();
        byte[] undisturbed = png(7);
        AtomicBoolean used = new AtomicBoolean();
        slices.a().script((request, answer) -> {
            used.set(true);
            ModelInferResponse right = FakeModels.answer(request);
            answer.onNext(right.toBuilder()
                    .setModelName(request.getModelName().replace("11111111", "aaaaaaaa"))
                    .setRawOutputContents(
                            0,
                            ByteString.copyFrom(
                                    new byte[right.getRawOutputContents(0).size()]))
                    .build());
            answer.onCompleted();
            return true;
        });

        slices.b().script(Scripts.UNET_IS_SLOW);
        await().atMost(Duration.ofMinutes(1)).until(() -> {
            assertThat(png(7)).isEqualTo(undisturbed);
            return used.get();
        });
    }

    @Test
    void aSliceThatIsSwappedInMidPictureDrawsNoMoreOfIt() {
        theFirstAnswers();
        byte[] undisturbed = png(7);
        AtomicInteger steps = new AtomicInteger();
        slices.a().script((request, answer) -> {
            if (request.getModelName().equals(TestRepository.UNET) && steps.incrementAndGet() == 2) {
                slices.a().swap("sha256:aaaaaaaaaaaabbbb");
            }
            return false;
        });
        slices.b().script(Scripts.UNET_IS_SLOW);

        await().atMost(Duration.ofMinutes(1)).until(() -> {
            assertThat(png(7)).isEqualTo(undisturbed);
            return steps.get() >= 2;
        });

        awaitStates("mismatched", "healthy");
        assertThat(get("/v1/slices").jsonPath().getString("slices[0].reason"))
                .isEqualTo("The server's model tiny is of checkpoint aaaaaaaa, the repository here is of checkpoint"
                        + " 11111111.");
    }

    @Test
    void whenAllAttemptsFailTheLogNamesThemUnderTheRequestsIdAndTheAnswerDoesNot() {
        Script broken = (request, answer) -> {
            answer.onError(Status.INTERNAL.withDescription("CUDA error 700").asRuntimeException());
            return true;
        };
        slices.a().script(broken);
        slices.b().script(broken);

        // Five of the only word the vocabulary has: a prompt that no other test had encoded.
        LoggedFaults logged = new LoggedFaults();
        Response answer = post("{\"prompt\": \"a a a a a " + PROMPT + "\"}");
        logged.close();

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.jsonPath().getString("code")).isEqualTo("slice_failed");
        assertThat(answer.jsonPath().getString("detail"))
                .isEqualTo("The slices failed at it; the log has more under the request's id.");
        assertThat(answer.asString()).doesNotContain("secret", "Exception", "CUDA", "text_encoder", "on a", "on b");
        assertThat(logged.lines()).singleElement().asString().contains(answer.header("X-Request-Id"));
        assertThat(logged.lines().get(0))
                .contains(
                        "text_encoder on a: CUDA error 700 (INTERNAL)", "text_encoder on b: CUDA error 700 (INTERNAL)");
    }

    @Test
    void aFailureInTheStreamIsItsLastEvent() {
        Script broken = (request, answer) -> {
            answer.onError(
                    Status.INVALID_ARGUMENT.withDescription("unexpected shape").asRuntimeException());
            return true;
        };
        slices.a().script(broken);
        slices.b().script(broken);

        List<Event> events = EventReader.read(given().contentType("application/json")
                .accept("text/event-stream")
                .header("X-Request-Id", "r-2")
                .body(BODY)
                .post(PATH)
                .asString());

        Event last = events.get(events.size() - 1);
        assertThat(last.name()).isEqualTo("failed");
        assertThat(last.data().getString("code")).isEqualTo("slice_failed");
        assertThat(last.data().getInt("status")).isEqualTo(502);
        assertThat(last.data().getString("instance")).isEqualTo(PATH);
        assertThat(last.data().getString("request_id")).isEqualTo("r-2");
    }

    @Test
    void aMismatchedSliceGetsNoWorkAndSaysWhy() {
        slices.b().checkpoint("sha256:aaaaaaaaaaaabbbb");
        awaitStates("healthy", "mismatched");
        int before = slices.b().calls().size();

        post(BODY).then().statusCode(200);

        assertThat(slices.b().calls()).hasSize(before);
        assertThat(get("/v1/slices").jsonPath().getString("slices[1].reason")).contains("aaaaaaaaaaaa", "111111111111");
    }

    @Test
    void whenNoSliceCanEverDrawThereIsNothingToWaitFor() {
        slices.a().checkpoint("sha256:aaaaaaaaaaaabbbb");
        slices.b().checkpoint("sha256:aaaaaaaaaaaabbbb");
        awaitStates("mismatched", "mismatched");

        Response answer = post(BODY);

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.jsonPath().getString("code")).isEqualTo("no_slice");
        assertThat(Integer.parseInt(answer.header("Retry-After"))).isPositive();
        managed("/q/health/ready").then().statusCode(503).body(containsString("mismatched: "));
        assertThat(get("/v1/models").jsonPath().getBoolean("models[0].ready")).isFalse();
        managed("/q/health/live").then().statusCode(200);
    }

    @Test
    void aFullQueueRefusesUntilAPlaceIsFree() throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        Script gate = (request, answer) -> {
            CompletableFuture.runAsync(() -> {
                awaitLatch(open);
                answer.onNext(FakeModels.answer(request));
                answer.onCompleted();
            });
            return true;
        };
        slices.a().script(gate);
        slices.b().script(gate);
        CompletableFuture<Response> drawing = CompletableFuture.supplyAsync(() -> post(BODY));
        await().untilAsserted(
                        () -> assertThat(metric("diffract_generations_active")).isOne());
        CompletableFuture<Response> waiting =
                CompletableFuture.supplyAsync(() -> given().contentType("application/json")
                        .accept("text/event-stream")
                        .body(BODY)
                        .post(PATH));
        await().untilAsserted(() -> assertThat(metric("diffract_queue_depth")).isOne());

        Response refused = post(BODY);
        assertThat(doing()).anyMatch(label -> label.contains("step") || label.matches("[0-9a-f]{16}.*"));
        open.countDown();

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.jsonPath().getString("code")).isEqualTo("queue_full");
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isPositive();
        assertThat(drawing.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        List<Event> events = EventReader.read(waiting.get(30, TimeUnit.SECONDS).asString());
        assertThat(events.get(0).name()).isEqualTo("queued");
        assertThat(events.get(0).data().getInt("position")).isOne();
        assertThat(events.get(1).name()).isEqualTo("started");
        assertThat(events.get(events.size() - 1).name()).isEqualTo("completed");
        assertThat(metric("diffract_requests_total{outcome=\"queue_full\"}")).isPositive();
    }

    /** What a slice failed at before its last answer is no news: it draws one alone, and is asked again. */
    private void theFirstAnswers() {
        slices.b().ready(false);
        awaitStates("healthy", "unhealthy");
        post(BODY).then().statusCode(200);
        slices.b().ready(true);
        awaitStates("healthy", "healthy");
    }
}
