package dev.diffract.frontend.core.request;

import dev.diffract.frontend.core.plan.Noise;
import dev.diffract.frontend.core.plan.NoiseSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Makes the noise of a plan of what a request says about it. */
final class NoiseResolver {

    private static final long RANDOM = -1;

    private NoiseResolver() {}

    /**
     * @param random gives a seed where none is said
     * @param faults gets what is wrong
     */
    static Noise resolve(NoiseRequest said, LongSupplier random, Faults faults) {
        checkSeed(Field.SEED, said.seed(), faults);
        NoiseSource source = faults.choice(
                        Field.NOISE, said.source(), NoiseSource::find, NoiseSource.values(), NoiseSource::label)
                .orElse(NoiseSource.CPU);
        checkSeed(Field.SUBSEED, said.subseed(), faults);
        double strength = faults.share(Field.SUBSEED_STRENGTH, said.subseedStrength(), 0);
        boolean varied = strength > 0;
        return new Noise(source, seed(said.seed(), random), varied ? seed(said.subseed(), random) : 0, strength);
    }

    private static void checkSeed(Field field, @Nullable Long seed, Faults faults) {
        if (seed != null && seed < RANDOM) {
            faults.add(field, new Rule.Seed(seed));
        }
    }

    private static long seed(@Nullable Long said, LongSupplier random) {
        return said == null || said == RANDOM ? random.getAsLong() : said;
    }
}
