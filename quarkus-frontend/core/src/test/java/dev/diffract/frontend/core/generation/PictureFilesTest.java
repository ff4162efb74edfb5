package dev.diffract.frontend.core.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.FakeGateway;
import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.admission.Places;
import dev.diffract.frontend.core.dispatch.policy.Caller;
import dev.diffract.frontend.core.generation.GenerationException.Reason;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.core.plan.FileFormat;
import dev.diffract.frontend.core.request.GenerationLimits;
import dev.diffract.frontend.core.trace.Span;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/** When the files of pictures are made: pixels are several times as large, and several times as many. */
class PictureFilesTest extends GenerationFixture {

    private final Looping looping = new Looping();
    private final List<Integer> made = new ArrayList<>();

    @Test
    void aFileIsMadeWhenItsPictureIsFinishedNotWhenAllAre() {
        int[] decoded = {0};
        FakeGateway.Behaviour slow = call -> {
            if (!call.call().model().contains("decode") || decoded[0]++ == 0) {
                FakeGateway.ANSWER.act(call);
            }
        };
        for (TritonInstance instance : List.of(A, B)) {
            gateway.script(instance, Collections.nCopies(100, slow).toArray(FakeGateway.Behaviour[]::new));
        }
        admission.allow(Places.of(3));
        RunningGeneration running = start(3, looping::execute, (plan, index, engines, picture) -> file(index));
        assertThat(running.result().toCompletableFuture()).isNotDone();
        assertThat(made).hasSize(1);
        assertThat(heard.events).endsWith("image " + made.get(0));
        gateway.sent().stream()
                .filter(sent -> !sent.answer().isDone())
                .toList()
                .forEach(sent -> sent.answer().complete(FakeGateway.compute(sent.call())));
        assertThat(made).containsExactlyInAnyOrder(0, 1, 2);
        assertThat(result(running).images())
                .extracting(image -> image.file().parameters())
                .containsExactly("0", "1", "2");
    }

    @Test
    void aFileThatCannotBeMadeEndsTheGeneration() {
        RunningGeneration running = start(2, looping::execute, (plan, index, engines, picture) -> {
            made.add(index);
            throw new IllegalStateException("no file");
        });
        assertThat(failure(running).reason()).isEqualTo(Reason.INTERNAL);
        assertThat(made).as("nothing is made for a generation that has ended").hasSize(1);
        assertThat(admission.active()).isZero();
    }

    /** One after the other, and no picture is drawn before its file is made; its steps are. */
    @Test
    void noStepWaitsForAFile() {
        Deque<Runnable> files = new ArrayDeque<>();
        RunningGeneration running = start(2, files::add, (plan, index, engines, picture) -> file(index));
        assertThat(gateway.sentTo("decode_image"))
                .hasSize(2)
                .allSatisfy(sent -> assertThat(sent.answer()).isDone());
        assertThat(made).isEmpty();
        assertThat(files).hasSize(1);
        files.remove().run();
        assertThat(made).hasSize(1);
        assertThat(running.result().toCompletableFuture()).isNotDone();
        files.remove().run();
        assertThat(result(running).images()).hasSize(2);
    }

    private PictureFile file(int index) {
        made.add(index);
        return new PictureFile(FileFormat.PNG, new byte[0], String.valueOf(index));
    }

    private RunningGeneration start(int count, Executor files, PictureWriter writer) {
        return new GenerateImages(
                        () -> List.of(TestModels.model()),
                        () -> 5,
                        new GenerationTools(
                                dispatcher(gateway, clock, looping::execute),
                                looping::execute,
                                new PictureFiles(writer, files),
                                admission,
                                jobs,
                                clock,
                                clock),
                        new GenerationSettings(GenerationLimits.DEFAULT, DEADLINE))
                .start("g", Caller.ANYBODY, plan(count), heard, Span.NONE);
    }
}
