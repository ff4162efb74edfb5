package dev.diffract.frontend.core.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.FakeGateway;
import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.admission.Places;
import dev.diffract.frontend.core.dispatch.policy.Caller;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.fleet.ServedModel;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.core.model.LiveCatalog;
import dev.diffract.frontend.core.model.ModelDefinition;
import dev.diffract.frontend.core.model.Share;
import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.request.GenerationLimits;
import dev.diffract.frontend.core.request.GenerationRequest;
import dev.diffract.frontend.core.trace.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which checkpoint a picture is drawn with while another one comes. */
class ChangesCheckpointTest extends GenerationFixture {

    private final ModelDefinition old = TestModels.model();
    private final ModelDefinition next = TestModels.retrained();
    private final LiveCatalog catalog = new LiveCatalog(List.of(old));
    private final List<String> blamed = new ArrayList<>();
    private final Looping looping = new Looping();
    private final GenerateImages drawing = new GenerateImages(
            catalog,
            () -> 5,
            new GenerationTools(
                    dispatcher(gateway, clock, looping::execute),
                    looping::execute,
                    new PictureFiles(PIXELS, looping::execute),
                    admission,
                    new MemoryJobStore(catalog),
                    clock,
                    clock),
            new GenerationSettings(GenerationLimits.DEFAULT, DEADLINE));
    private int begun;

    @BeforeEach
    void bothCheckpointsAreServedSideBySide() {
        Map<String, ServedModel> both = new HashMap<>(TestModels.served());
        next.manifest()
                .models()
                .forEach(model -> both.put(
                        model.name(), TestModels.served(next.checkpoint().digest())));
        for (TritonInstance instance : List.of(A, B)) {
            registry.publish(
                    InstanceSnapshot.healthy(instance, both), clock.instant().plusNanos(1));
        }
        catalog.bring(next, blamed::add);
    }

    @Test
    void whatWaitsTakesTheOneThatIsThereWhenItBegins() {
        admission.allow(Places.of(1));
        gateway.script(A, FakeGateway.HANG);
        RunningGeneration first = begin("demo", 1);
        RunningGeneration waiting = begin("demo", 1);
        catalog.share(Share.ALL, true);
        assertThat(drawing.begun(old.checkpoint())).isEqualTo(1);
        answerLast();
        assertThat(drawnWith(first)).containsExactly(old.checkpoint().digest());
        assertThat(drawnWith(waiting)).containsExactly(next.checkpoint().digest());
        assertThat(result(waiting).plan().model()).isEqualTo(next.checkpoint());
        assertThat(result(waiting).images().get(0).origin().again()).isFalse();
        assertThat(drawing.begun(old.checkpoint())).isZero();
    }

    /** So they are alike; what starts again starts with all that is left. */
    @Test
    void laterPicturesOfARequestTakeThatOfItsFirst() {
        admission.allow(Places.of(1));
        gateway.script(A, FakeGateway.HANG);
        RunningGeneration both = begin("demo", 2);
        catalog.share(Share.ALL, true);
        answerLast();
        assertThat(drawnWith(both)).containsOnly(old.checkpoint().digest());
        assertThat(result(both).images()).hasSize(2);
        assertThat(drawnWith(begin("demo", 1)))
                .containsExactly(next.checkpoint().digest());
    }

    @Test
    void whoNamesADigestGetsIt() {
        assertThat(drawnWith(begin("demo@fedcba98", 1)))
                .containsExactly(next.checkpoint().digest());
        catalog.share(Share.ALL, true);
        RunningGeneration certain = begin("demo@01234567", 1);
        assertThat(drawnWith(certain)).containsExactly(old.checkpoint().digest());
        assertThat(certain.plan().modelAsked()).isEqualTo("demo@01234567");
    }

    @Test
    void whatHasBegunStartsAgainAndSaysSo() {
        gateway.script(A, FakeGateway.ANSWER, FakeGateway.ANSWER, FakeGateway.HANG);
        gateway.script(B, FakeGateway.ANSWER, FakeGateway.ANSWER, FakeGateway.HANG);
        RunningGeneration running = begin("demo", 2);
        assertThat(running.result().toCompletableFuture()).isNotDone();
        drawing.startAgain(old.checkpoint(), next.checkpoint());
        assertThat(result(running).images()).hasSize(2).allSatisfy(image -> {
            assertThat(image.origin().checkpoint()).isEqualTo(next.checkpoint().digest());
            assertThat(image.origin().again()).isTrue();
            assertThat(image.file().parameters()).endsWith(" again");
        });
        assertThat(gateway.sent().get(gateway.sent().size() - 1).call().model()).startsWith("demo-fedcba98.");
        assertThat(gateway.sent())
                .filteredOn(sent -> sent.answer().isCancelled())
                .isNotEmpty()
                .allMatch(sent -> sent.call().model().startsWith("demo-01234567."));
        assertThat(admission.active()).isZero();
    }

    /** One of three pictures is drawn, and somebody else has the only place. */
    @Test
    void whatStartsAgainWhileItsPicturesWaitTakesNoPlaceBeforeItsTurn() {
        gateway.script(A, FakeGateway.HANG);
        gateway.script(B, FakeGateway.HANG);
        RunningGeneration other = begin("demo@fedcba98", 1);
        RunningGeneration many = begin("demo", 3);
        admission.allow(Places.of(1));
        answer(gateway.sent().get(1));
        assertThat(admission.queued()).isEqualTo(2);
        int sent = gateway.sent().size();
        drawing.startAgain(old.checkpoint(), next.checkpoint());
        assertThat(gateway.sent()).hasSize(sent);
        answer(gateway.sent().get(0));
        assertThat(result(other).images()).hasSize(1);
        assertThat(result(many).images())
                .extracting(image -> image.origin().checkpoint())
                .containsExactly(
                        old.checkpoint().digest(),
                        next.checkpoint().digest(),
                        next.checkpoint().digest());
        assertThat(admission.drawn()).isZero();
    }

    @Test
    void whatOnlyTheOldOneMayDrawFailsWhenThatIsTakenAway() {
        gateway.script(A, FakeGateway.HANG);
        RunningGeneration running = begin("demo@01234567", 1);
        drawing.startAgain(old.checkpoint(), next.checkpoint());
        assertThat(failure(running).reason()).isEqualTo(GenerationException.Reason.NO_INSTANCE);
        assertThat(failure(running)).hasMessageContaining("demo@01234567");
    }

    @Test
    void whatOnlyTheOldOneMayDrawFailsIfThatIsGoneWhenItsTurnComes() {
        admission.allow(Places.of(1));
        gateway.script(A, FakeGateway.HANG);
        begin("demo", 1);
        RunningGeneration waiting = begin("demo@01234567", 1);
        catalog.share(Share.ALL, true);
        catalog.settle();
        answerLast();
        assertThat(failure(waiting).reason()).isEqualTo(GenerationException.Reason.NO_INSTANCE);
    }

    @Test
    void aPictureThatOnlyTheNewOneCannotDrawIsDrawnWithTheOldOneAndTheNewOneIsBlamed() {
        catalog.share(Share.ALL, true);
        FakeGateway.Behaviour[] broken = new FakeGateway.Behaviour[100];
        Arrays.fill(broken, (FakeGateway.Behaviour) sent -> (sent.call().model().equals("demo-fedcba98.unet")
                        ? FakeGateway.spoilt(Float.NaN)
                        : FakeGateway.ANSWER)
                .act(sent));
        gateway.script(A, broken);
        gateway.script(B, broken);
        RunningGeneration running = begin("demo", 1);
        assertThat(drawnWith(running)).containsExactly(old.checkpoint().digest());
        assertThat(result(running).images().get(0).origin().again()).isTrue();
        assertThat(blamed).singleElement().asString().isNotBlank();
    }

    private RunningGeneration begin(String model, long count) {
        GenerationPlan plan = drawing.plan(GenerationRequest.builder()
                .model(model)
                .prompt("cat")
                .sampler("Euler a")
                .count(count)
                .build());
        return drawing.start("g" + ++begun, new Caller("192.0.2.1"), plan, heard, Span.NONE);
    }

    private static void answer(FakeGateway.Sent sent) {
        sent.answer().complete(FakeGateway.compute(sent.call()));
    }

    private static List<String> drawnWith(RunningGeneration running) {
        return result(running).images().stream()
                .map(image -> image.origin().checkpoint())
                .distinct()
                .toList();
    }
}
