package dev.diffract.frontend.core.request;

import dev.diffract.frontend.core.sampling.schedule.Obstacle;
import dev.diffract.frontend.core.sampling.schedule.SigmaSchedule;
import dev.diffract.frontend.core.text.PromptLimit;
import dev.diffract.repository.layout.Manifest.Size;
import dev.diffract.repository.layout.SizeRule;
import java.util.List;
import java.util.Optional;

/** What a field has to keep to, with the values that say so: {@code was} is what was given. */
public sealed interface Rule {

    /** What a dialect makes of this rule. */
    <T> T told(RuleTeller<T> teller);

    /** It has to be said. */
    record Given() implements Rule {
        @Override
        public <T> T told(RuleTeller<T> teller) {
            return teller.given(this);
        }
    }

    /** It has at most so many characters (code points). */
    record Longest(int most, int was) implements Rule {
        @Override
        public <T> T told(RuleTeller<T> teller) {
            return teller.longest(this);
        }
    }

    /** A whole number, both ends included. */
    record Whole(long min, long max, long was) implements Rule {
        @Override
        public <T> T told(RuleTeller<T> teller) {
            return teller.whole(this);
        }
    }

    /** A finite number, both ends included. */
    record Range(double min, double max, double was) implements Rule {
        @Override
        public <T> T told(RuleTeller<T> teller) {
            return teller.range(this);
        }
    }

    /** A number above the lower end; the upper one is included. */
    record Above(double min, double max, double was) implements Rule {
        @Override
        public <T> T told(RuleTeller<T> teller) {
            return teller.above(this);
        }
    }

    /** One of the names there are. */
    record OneOf(List<String> names, String was) implements Rule {
        @Override
        public <T> T told(RuleTeller<T> teller) {
            return teller.oneOf(this);
        }
    }

    /** A model that there is. */
    record KnownModel(List<String> names, String was) implements Rule {
        @Override
        public <T> T told(RuleTeller<T> teller) {
            return teller.knownModel(this);
        }
    }

    /** A seed: -1 for a random one, or 0 and up. */
    record Seed(long was) implements Rule {
        @Override
        public <T> T told(RuleTeller<T> teller) {
            return teller.seed(this);
        }
    }

    /** A side of a picture, in pixels. */
    record Side(SizeRule allowed, long was) implements Rule {
        @Override
        public <T> T told(RuleTeller<T> teller) {
            return teller.side(this);
        }
    }

    /** A width and a height that go together. */
    record Sides(SizeRule allowed, Size was) implements Rule {
        @Override
        public <T> T told(RuleTeller<T> teller) {
            return teller.sides(this);
        }
    }

    /** A scale that leads from one allowed size to another. */
    record LeadsToSize(SizeRule allowed, Size from, Size to) implements Rule {
        @Override
        public <T> T told(RuleTeller<T> teller) {
            return teller.leadsToSize(this);
        }
    }

    /** A strength of 0, or one that does not spread the steps over more timesteps than there are. */
    record ReachableStrength(int steps, int timesteps, double was) implements Rule {
        @Override
        public <T> T told(RuleTeller<T> teller) {
            return teller.reachableStrength(this);
        }
    }

    /** A prompt that is not too long or too heavy, and uses what is understood of its syntax. */
    record PromptWithin(PromptLimit limit) implements Rule {
        @Override
        public <T> T told(RuleTeller<T> teller) {
            return teller.promptWithin(this);
        }
    }

    /** The model's text encoder gives its last layer only. */
    record LastLayer(String model, long was) implements Rule {
        @Override
        public <T> T told(RuleTeller<T> teller) {
            return teller.lastLayer(this);
        }
    }

    /** It takes an image encoder, which the model does not have. */
    record ImageEncoder(String model) implements Rule {
        @Override
        public <T> T told(RuleTeller<T> teller) {
            return teller.imageEncoder(this);
        }
    }

    /** It takes a model whose repository says how previews are made. */
    record PreviewFactors(String model) implements Rule {
        @Override
        public <T> T told(RuleTeller<T> teller) {
            return teller.previewFactors(this);
        }
    }

    /** The sampler can make this run. */
    record Drawable(String sampler, Obstacle obstacle) implements Rule {
        @Override
        public <T> T told(RuleTeller<T> teller) {
            return teller.drawable(this);
        }
    }

    /**
     * The schedule that a sampler's name means.
     *
     * @param free the sampler that takes any; empty if this one has timesteps of its own
     */
    record ScheduleOf(String sampler, SigmaSchedule only, Optional<String> free, SigmaSchedule was) implements Rule {
        @Override
        public <T> T told(RuleTeller<T> teller) {
            return teller.scheduleOf(this);
        }
    }

    /** Only some samplers have a use for it. */
    record UsedBy(List<String> samplers, String was) implements Rule {
        @Override
        public <T> T told(RuleTeller<T> teller) {
            return teller.usedBy(this);
        }
    }

    /**
     * The sampler takes its timesteps from elsewhere.
     *
     * @param unless what another field would have to say; empty if the timesteps are those of a distillation
     */
    record OwnTimesteps(String sampler, Optional<Said> unless) implements Rule {
        @Override
        public <T> T told(RuleTeller<T> teller) {
            return teller.ownTimesteps(this);
        }
    }

    /** A schedule said by a field. */
    record Said(Field field, SigmaSchedule schedule) {}

    /** It needs another field beside it. */
    record Needs(Field other) implements Rule {
        @Override
        public <T> T told(RuleTeller<T> teller) {
            return teller.needs(this);
        }
    }

    /** It does not go together with another field. */
    record NotWith(Field other) implements Rule {
        @Override
        public <T> T told(RuleTeller<T> teller) {
            return teller.notWith(this);
        }
    }

    /**
     * It says nothing unless another field says something certain.
     *
     * @param value what that has to say
     */
    record OnlyWith(Field other, String value) implements Rule {
        @Override
        public <T> T told(RuleTeller<T> teller) {
            return teller.onlyWith(this);
        }
    }

    /**
     * A picture of a size that can be drawn.
     *
     * @param unless fields by which it can be of another
     */
    record OwnSize(SizeRule allowed, Size was, List<Field> unless) implements Rule {
        @Override
        public <T> T told(RuleTeller<T> teller) {
            return teller.ownSize(this);
        }
    }

    /**
     * A picture of the size that is to be drawn.
     *
     * @param unless the field by which it can be of another
     * @param ways what that field can say
     */
    record DrawnSize(Size was, long width, long height, Field unless, List<String> ways) implements Rule {
        @Override
        public <T> T told(RuleTeller<T> teller) {
            return teller.drawnSize(this);
        }
    }

    /** The size of another picture. */
    record SizeOf(Field other, Size wanted, Size was) implements Rule {
        @Override
        public <T> T told(RuleTeller<T> teller) {
            return teller.sizeOf(this);
        }
    }

    /**
     * A mask that leaves something to repaint.
     *
     * @param inverting the field that swaps what is repainted
     */
    record Repaints(Field inverting) implements Rule {
        @Override
        public <T> T told(RuleTeller<T> teller) {
            return teller.repaints(this);
        }
    }
}
