package dev.diffract.frontend.core.generation;

import dev.diffract.frontend.core.dispatch.Dispatched;
import dev.diffract.frontend.core.dispatch.Dispatcher;
import dev.diffract.frontend.core.dispatch.Work;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.core.picture.Denoising;
import dev.diffract.frontend.core.picture.Encoding;
import dev.diffract.frontend.core.picture.PictureState;
import dev.diffract.frontend.core.picture.PictureState.Pending;
import dev.diffract.frontend.core.picture.Preview;
import dev.diffract.frontend.core.text.TokenChunk;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/** Takes a picture from one state to the next: by a call, or by what is known from earlier ones. */
final class PictureDriver {

    private final Dispatcher dispatcher;
    private final Executor executor;
    private final TextStateCache cache;

    PictureDriver(Dispatcher dispatcher, Executor executor, TextStateCache cache) {
        this.dispatcher = dispatcher;
        this.executor = executor;
        this.cache = cache;
    }

    /**
     * On which a call is made.
     *
     * @param label what users see the instance do
     * @param cancelled asked before every attempt
     */
    record Terms(String label, Instant deadline, BooleanSupplier cancelled) {}

    /**
     * @param instance the one that was called, if any was
     * @param preview of what was drawn, if somebody wants to see it
     */
    record Move(PictureState state, Optional<TritonInstance> instance, Optional<Preview> preview) {}

    Executor executor() {
        return executor;
    }

    /**
     * @return completed on the executor, or exceptionally with a
     *     {@link dev.diffract.frontend.core.dispatch.DispatchException}
     */
    CompletionStage<Move> move(Pending state, Terms terms) {
        String checkpoint = state.picture().plan().model().manifest().checkpoint();
        Work work =
                new Work(checkpoint, state.role(), state.next(), terms.deadline(), terms.label(), terms.cancelled());
        if (state instanceof Encoding encoding) {
            return encode(encoding, work);
        }
        if (state instanceof Denoising denoising) {
            return denoise(denoising, work);
        }
        return dispatcher.dispatch(work, state::accept, executor).thenApply(PictureDriver::called);
    }

    private CompletionStage<Move> denoise(Denoising denoising, Work work) {
        return dispatcher
                .dispatch(
                        work,
                        result -> {
                            float[] output = denoising.read(result);
                            return new Step(denoising.advanced(output), denoising.preview(output));
                        },
                        executor)
                .thenApply(step -> new Move(
                        step.value().state(),
                        Optional.of(step.instance()),
                        step.value().preview()));
    }

    private record Step(PictureState state, Optional<Preview> preview) {}

    private CompletionStage<Move> encode(Encoding encoding, Work work) {
        TokenChunk chunk = encoding.chunk();
        String output = encoding.output();
        Optional<float[]> known = cache.find(work.checkpoint(), output, chunk);
        if (known.isPresent()) {
            return CompletableFuture.completedFuture(
                    new Move(encoding.encoded(known.get()), Optional.empty(), Optional.empty()));
        }
        return dispatcher.dispatch(work, encoding::read, executor).thenApply(dispatched -> {
            cache.put(work.checkpoint(), output, chunk, dispatched.value());
            return called(new Dispatched<>(encoding.encoded(dispatched.value()), dispatched.instance()));
        });
    }

    private static Move called(Dispatched<PictureState> dispatched) {
        return new Move(dispatched.value(), Optional.of(dispatched.instance()), Optional.empty());
    }
}
