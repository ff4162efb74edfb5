package dev.diffract.frontend.core.request;

import dev.diffract.frontend.core.plan.Noise;
import dev.diffract.frontend.core.plan.NoiseSource;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** Makes the noise of a plan of what a request says about it. */
final class NoiseResolver {

    private static final long RANDOM = -1;

    private NoiseResolver() {}

    /**
     * @param random gives a seed where none is said
     * @param faults gets what is wrong
     */
    static Noise resolve(Long seed, NoiseOptions said, LongSupplier random, List<Fault> faults) {
        String sources =
                Arrays.stream(NoiseSource.values()).map(NoiseSource::label).collect(Collectors.joining(", "));
        checkSeed("/seed", seed, faults);
        NoiseSource source = Checks.choice("/noise", said.source(), NoiseSource::find, sources, faults)
                .orElse(NoiseSource.CPU);
        checkSeed("/subseed", said.subseed(), faults);
        double strength = Checks.share("/subseed_strength", said.subseedStrength(), 0, faults);
        boolean varied = strength > 0;
        return new Noise(source, seed(seed, random), varied ? seed(said.subseed(), random) : 0, strength);
    }

    private static void checkSeed(String pointer, Long seed, List<Fault> faults) {
        if (seed != null && seed < RANDOM) {
            faults.add(new Fault(
                    pointer, "must be -1 for a random one, or from 0 to " + Long.MAX_VALUE + ", was " + seed));
        }
    }

    private static long seed(Long said, LongSupplier random) {
        return said == null || said == RANDOM ? random.getAsLong() : said;
    }
}
