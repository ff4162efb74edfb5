package dev.diffract.frontend.core.generation;

import dev.diffract.frontend.core.dispatch.Dispatched;
import dev.diffract.frontend.core.dispatch.Dispatcher;
import dev.diffract.frontend.core.dispatch.RunningCall;
import dev.diffract.frontend.core.dispatch.policy.Stage;
import dev.diffract.frontend.core.dispatch.policy.Terms;
import dev.diffract.frontend.core.dispatch.policy.Work;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.core.picture.Decoding;
import dev.diffract.frontend.core.picture.Denoising;
import dev.diffract.frontend.core.picture.Encoding;
import dev.diffract.frontend.core.picture.PictureState;
import dev.diffract.frontend.core.picture.PictureState.Pending;
import dev.diffract.frontend.core.picture.Preview;
import dev.diffract.frontend.core.text.TokenChunk;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Takes a picture from one state to the next: by a call, or by what is known from earlier ones. */
final class PictureDriver {

    private final Dispatcher dispatcher;
    private final TextStateCache cache;

    PictureDriver(Dispatcher dispatcher, TextStateCache cache) {
        this.dispatcher = dispatcher;
        this.cache = cache;
    }

    /**
     * @param instance the one that was called, if any was
     * @param preview of what was drawn, if somebody wants to see it
     */
    record Move(PictureState state, Optional<TritonInstance> instance, Optional<Preview> preview) {}

    /**
     * A move under way.
     *
     * @param move completed on the dispatcher's executor, or exceptionally with a
     *     {@link dev.diffract.frontend.core.dispatch.DispatchException}
     * @param cancel takes it back
     */
    record Moving(CompletionStage<Move> move, Runnable cancel) {

        private static <T> Moving of(RunningCall<T> call, Function<Dispatched<T>, Move> move) {
            return new Moving(call.result().thenApply(move), call::cancel);
        }
    }

    Moving move(Pending state, Terms terms) {
        String checkpoint = state.picture().plan().model().manifest().checkpoint();
        if (state instanceof Encoding encoding) {
            return encode(encoding, checkpoint, terms);
        }
        Work work = Work.of(state.next(), checkpoint, stage(state), terms);
        if (state instanceof Denoising denoising) {
            return denoise(denoising, work);
        }
        return Moving.of(dispatcher.dispatch(work, state::accept), PictureDriver::called);
    }

    private static Stage stage(Pending state) {
        if (state instanceof Denoising) {
            return Stage.STEP;
        }
        return state instanceof Decoding ? Stage.DECODE : Stage.ENCODE;
    }

    private Moving denoise(Denoising denoising, Work work) {
        RunningCall<Step> call = dispatcher.dispatch(work, result -> {
            float[] output = denoising.read(result);
            return new Step(denoising.advanced(output), denoising.preview(output));
        });
        return Moving.of(
                call,
                step -> new Move(
                        step.value().state(),
                        Optional.of(step.instance()),
                        step.value().preview()));
    }

    private record Step(PictureState state, Optional<Preview> preview) {}

    private Moving encode(Encoding encoding, String checkpoint, Terms terms) {
        TokenChunk chunk = encoding.chunk();
        String output = encoding.output();
        Optional<float[]> known = cache.find(checkpoint, output, chunk);
        if (known.isPresent()) {
            Move move = new Move(encoding.encoded(known.get()), Optional.empty(), Optional.empty());
            return new Moving(CompletableFuture.completedFuture(move), () -> {});
        }
        Work work = Work.of(encoding.next(), checkpoint, Stage.TEXT, terms);
        return Moving.of(dispatcher.dispatch(work, encoding::read), dispatched -> {
            cache.put(checkpoint, output, chunk, dispatched.value());
            return called(new Dispatched<>(encoding.encoded(dispatched.value()), dispatched.instance()));
        });
    }

    private static Move called(Dispatched<PictureState> dispatched) {
        return new Move(dispatched.value(), Optional.of(dispatched.instance()), Optional.empty());
    }
}
