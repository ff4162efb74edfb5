package dev.diffract.frontend.core.generation;

import dev.diffract.frontend.core.admission.Pace;
import dev.diffract.frontend.core.dispatch.Dispatched;
import dev.diffract.frontend.core.dispatch.Dispatcher;
import dev.diffract.frontend.core.dispatch.RunningCall;
import dev.diffract.frontend.core.dispatch.policy.Exact;
import dev.diffract.frontend.core.dispatch.policy.FleetPace;
import dev.diffract.frontend.core.dispatch.policy.Stage;
import dev.diffract.frontend.core.dispatch.policy.Terms;
import dev.diffract.frontend.core.dispatch.policy.Work;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.core.picture.Decoding;
import dev.diffract.frontend.core.picture.Denoising;
import dev.diffract.frontend.core.picture.Encoding;
import dev.diffract.frontend.core.picture.Picture;
import dev.diffract.frontend.core.picture.PictureState;
import dev.diffract.frontend.core.picture.PictureState.Pending;
import dev.diffract.frontend.core.picture.Preview;
import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.repository.kserve.FloatRow;
import dev.diffract.repository.layout.Manifest.ServedModel;
import dev.diffract.repository.layout.ServedName;
import dev.diffract.repository.pipeline.ModelRole;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;

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
     * @param engines digest of what was called, if the picture is to be the same to the bit
     * @param preview of what was drawn, if somebody wants to see it
     */
    record Move(
            PictureState state,
            Optional<TritonInstance> instance,
            Optional<String> engines,
            Optional<Preview> preview) {}

    /**
     * A move under way.
     *
     * @param move completed on the dispatcher's executor, or exceptionally with a
     *     {@link dev.diffract.frontend.core.dispatch.DispatchException}
     * @param stranded completed once it waits for somebody to return, who may be long
     * @param cancel takes it back
     */
    record Moving(CompletionStage<Move> move, CompletionStage<Void> stranded, Runnable cancel) {

        private static <T> Moving of(RunningCall<T> call, Function<Dispatched<T>, Move> move) {
            return new Moving(call.result().thenApply(move), call.stranded(), call::cancel);
        }
    }

    /**
     * Who makes a picture's next call, if it is to be the same to the bit.
     *
     * @param digest of the engines that have to; empty if any may
     * @param begun whether something of the picture was computed
     */
    record Engines(Optional<String> digest, boolean begun) {}

    Moving move(Pending state, Terms terms, Engines engines) {
        if (state instanceof Encoding encoding) {
            return encode(encoding, terms, engines);
        }
        Work work = work(state, stage(state), terms, engines);
        if (state instanceof Denoising denoising) {
            return denoise(denoising, work);
        }
        return Moving.of(dispatcher.dispatch(work, state::accept), PictureDriver::called);
    }

    private static Work work(Pending state, Stage stage, Terms terms, Engines engines) {
        GenerationPlan plan = state.picture().plan();
        Work work = Work.of(state.next(), checkpoint(plan), stage, terms);
        return plan.reproducible().exact() ? work.exactly(exact(plan, engines)) : work;
    }

    private static String checkpoint(GenerationPlan plan) {
        return plan.model().manifest().checkpoint();
    }

    private static Exact exact(GenerationPlan plan, Engines engines) {
        return new Exact(
                plan.model().manifest().models().stream().map(ServedModel::name).collect(Collectors.toSet()),
                engines.digest(),
                engines.begun());
    }

    /** How fast the instances are that can make a picture's steps, as far as was learned. */
    Pace pace(Picture picture) {
        return FleetPace.of(
                dispatcher.fleet(), picture.served(ModelRole.UNET), checkpoint(picture.plan()), rows(picture));
    }

    /** What a picture costs: what is to be the same to the bit takes the whole batch of each of its calls. */
    double cost(Picture picture) {
        return picture.cost(least(picture));
    }

    /** Seconds that a picture takes for sure, though nothing else is drawn, by what all instances that can make its steps have shown of late; 0 if nothing is sure. */
    double atLeast(Picture picture, Instant now) {
        String model = picture.served(ModelRole.UNET);
        String checkpoint = checkpoint(picture.plan());
        long rows = rows(picture);
        return picture.atLeast(
                elements -> FleetPace.atLeast(dispatcher.fleet(), model, checkpoint, elements, rows, now));
    }

    /** Of one of its calls for a step. */
    private long rows(Picture picture) {
        return Math.max(picture.rows(), least(picture));
    }

    /** Rows that its calls are filled up to. */
    private long least(Picture picture) {
        GenerationPlan plan = picture.plan();
        return plan.reproducible().exact()
                ? FleetPace.largestBatch(dispatcher.fleet(), picture.served(ModelRole.UNET), checkpoint(plan))
                : 1;
    }

    /** Why nobody can draw what is to be the same to the bit, for users; empty if somebody can, or it need not be. */
    Optional<String> absence(GenerationPlan plan, Engines engines) {
        return plan.reproducible().exact()
                ? dispatcher.fleet().absence(checkpoint(plan), exact(plan, engines))
                : Optional.empty();
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
            Optional<Preview> preview = denoising.preview(output);
            return new Step(denoising.advanced(output), preview); // which may write over the output
        });
        return Moving.of(
                call,
                step -> new Move(
                        step.value().state(),
                        Optional.of(step.instance()),
                        step.engines(),
                        step.value().preview()));
    }

    private record Step(PictureState state, Optional<Preview> preview) {}

    /**
     * What is to be the same to the bit takes nothing from the cache before it is known which engines draw. Text states of a model whose
     * name does not say its checkpoint are not kept: were they of another, every later picture of the prompt would be wrong.
     */
    private Moving encode(Encoding encoding, Terms terms, Engines engines) {
        Optional<String> digest = engines.digest();
        boolean open = encoding.picture().plan().reproducible().exact() && digest.isEmpty();
        String checkpoint = checkpoint(encoding.picture().plan());
        boolean proved = ServedName.proves(encoding.next().model(), checkpoint);
        Optional<FloatRow> known = open || !proved ? Optional.empty() : cache.find(key(encoding, digest));
        if (known.isPresent()) {
            Move move = new Move(encoding.encoded(known.get()), Optional.empty(), digest, Optional.empty());
            return new Moving(CompletableFuture.completedFuture(move), new CompletableFuture<>(), () -> {});
        }
        Work work = work(encoding, Stage.TEXT, terms, engines);
        return Moving.of(dispatcher.dispatch(work, encoding::read), dispatched -> {
            if (proved) {
                cache.put(key(encoding, dispatched.engines()), dispatched.value());
            }
            return called(dispatched.with(encoding.encoded(dispatched.value())));
        });
    }

    private static TextStateCache.Key key(Encoding encoding, Optional<String> engines) {
        String checkpoint = checkpoint(encoding.picture().plan());
        return new TextStateCache.Key(checkpoint, encoding.output(), encoding.chunk(), engines);
    }

    private static Move called(Dispatched<PictureState> dispatched) {
        return new Move(dispatched.value(), Optional.of(dispatched.instance()), dispatched.engines(), Optional.empty());
    }
}
