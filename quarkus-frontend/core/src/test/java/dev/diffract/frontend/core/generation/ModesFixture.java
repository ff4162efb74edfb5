package dev.diffract.frontend.core.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.FakeGateway;
import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.imaging.Raster;
import dev.diffract.frontend.core.picture.Denoising;
import dev.diffract.frontend.core.picture.Done;
import dev.diffract.frontend.core.picture.PictureState;
import dev.diffract.frontend.core.picture.PictureState.Pending;
import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.request.GenerationLimits;
import dev.diffract.frontend.core.request.GenerationRequest;
import dev.diffract.frontend.core.request.HiresRequest;
import dev.diffract.frontend.core.request.RequestResolver;
import dev.diffract.frontend.core.request.SourceRequest;
import dev.diffract.frontend.core.request.TestRequests;
import dev.diffract.frontend.core.sampling.Sampler;
import dev.diffract.frontend.core.sampling.solver.SamplerFactory;
import dev.diffract.frontend.core.sampling.solver.Samplers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Pictures of every mode, taken through their states with a server that computes formulas. */
abstract class ModesFixture {

    static final int STEPS = 8;
    static final int LATENTS = 4 * 16 * 8;

    final RequestResolver resolver = new RequestResolver(GenerationLimits.DEFAULT, () -> 1);

    static Stream<SamplerFactory> samplers() {
        return Samplers.all().stream();
    }

    GenerationPlan plan(String sampler, double rescale, SourceRequest source) {
        return resolver.resolve(TestModels.model(), request(sampler, rescale, source, null));
    }

    GenerationPlan plan(String sampler, HiresRequest hires) {
        return resolver.resolve(TestModels.model(), request(sampler, 0, SourceRequest.NONE, hires));
    }

    static GenerationRequest request(String sampler, double rescale, SourceRequest source, HiresRequest hires) {
        return GenerationRequest.builder()
                .prompt("cat")
                .negativePrompt("dog")
                .steps((long) STEPS)
                .guidance(3.0)
                .noise(TestRequests.seed(42L))
                .sampler(sampler)
                .count(1L)
                .guidanceRescale(rescale)
                .source(source)
                .hires(hires)
                .build();
    }

    static Sampler sampler(String name, int steps) {
        return Samplers.find(name).orElseThrow().create(TestModels.model().scheduler(), steps);
    }

    static Raster picture(int seed) {
        return picture(seed, 64, 128);
    }

    static Raster picture(int seed, int width, int height) {
        byte[] rgb = new byte[width * height * 3];
        new Random(seed).nextBytes(rgb);
        return Raster.rgb(width, height, rgb);
    }

    static Raster upperHalf() {
        byte[] mask = new byte[64 * 128];
        Arrays.fill(mask, 0, 64 * 64, (byte) 255);
        return Raster.gray(64, 128, mask);
    }

    static List<String> labels(List<PictureState> states) {
        return all(states, Pending.class).stream()
                .map(Pending::label)
                .distinct()
                .toList();
    }

    static Raster image(List<PictureState> states) {
        return only(states, Done.class).image();
    }

    static Denoising first(List<PictureState> states) {
        return all(states, Denoising.class).get(0);
    }

    static <T> T only(List<PictureState> states, Class<T> kind) {
        List<T> found = all(states, kind);
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    static <T> List<T> all(List<PictureState> states, Class<T> kind) {
        return states.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    static List<PictureState> run(PictureState from) {
        List<PictureState> states = new ArrayList<>(List.of(from));
        PictureState state = from;
        while (state instanceof Pending pending) {
            state = pending.accept(FakeGateway.compute(pending.next()));
            states.add(state);
        }
        return states;
    }
}
