package dev.diffract.frontend.core.sampling.schedule;

/** Why a sampler cannot make a run. The words for it are the reader's own. */
public sealed interface Obstacle {

    /** Tells which one it is. */
    <T> T told(Teller<T> teller);

    /**
     * What somebody makes of obstacles: a method for each, so that none is forgotten.
     *
     * @param <T> what it makes
     */
    interface Teller<T> {

        T steps(Steps obstacle);

        T distilledSteps(DistilledSteps obstacle);

        T onlyNoise(OnlyNoise obstacle);

        T stepsFromNoise(StepsFromNoise obstacle);

        T noSignal(NoSignal obstacle);

        T blackFromPicture(BlackFromPicture obstacle);
    }

    /** The noise schedule has no more than {@code most} steps to make, and at least one must be made. */
    record Steps(int most, int was) implements Obstacle {
        @Override
        public <T> T told(Teller<T> teller) {
            return teller.steps(this);
        }
    }

    /** The model was distilled with {@code most} steps, and more cannot be made. */
    record DistilledSteps(int most, int was) implements Obstacle {
        @Override
        public <T> T told(Teller<T> teller) {
            return teller.distilledSteps(this);
        }
    }

    /** The run starts at a timestep of nothing but noise, of which only a model that predicts v says anything. */
    record OnlyNoise(int timestep) implements Obstacle {
        @Override
        public <T> T told(Teller<T> teller) {
            return teller.onlyNoise(this);
        }
    }

    /** The run starts at a timestep of nothing but noise, from where a picture comes in {@code least} to {@code most} steps alone. */
    record StepsFromNoise(int timestep, int least, int most, int was) implements Obstacle {
        @Override
        public <T> T told(Teller<T> teller) {
            return teller.stepsFromNoise(this);
        }
    }

    /** What is left of a run that starts at a timestep of nothing but noise comes out black, although it begins with a picture. */
    record BlackFromPicture() implements Obstacle {
        @Override
        public <T> T told(Teller<T> teller) {
            return teller.blackFromPicture(this);
        }
    }

    /** The run starts at a timestep of nothing but noise, which this sampler divides by the signal of. */
    record NoSignal() implements Obstacle {
        @Override
        public <T> T told(Teller<T> teller) {
            return teller.noSignal(this);
        }
    }
}
