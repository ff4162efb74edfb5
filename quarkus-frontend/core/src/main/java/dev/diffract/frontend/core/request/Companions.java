package dev.diffract.frontend.core.request;

import java.util.Set;

/**
 * The fields beside its own that a rule judges by. Where one of them is wrong itself, or could not be read, what the rule says
 * is a guess, and no news.
 */
public final class Companions implements RuleTeller<Set<Field>> {

    private static final Set<Field> SIZE = Set.of(Field.WIDTH, Field.HEIGHT);

    private Companions() {}

    /** Of a fault; empty if it says something of its own field alone. */
    public static Set<Field> of(Fault fault) {
        return fault.rule().told(new Companions());
    }

    @Override
    public Set<Field> given(Rule.Given rule) {
        return Set.of();
    }

    @Override
    public Set<Field> longest(Rule.Longest rule) {
        return Set.of();
    }

    @Override
    public Set<Field> whole(Rule.Whole rule) {
        return Set.of();
    }

    @Override
    public Set<Field> range(Rule.Range rule) {
        return Set.of();
    }

    @Override
    public Set<Field> above(Rule.Above rule) {
        return Set.of();
    }

    @Override
    public Set<Field> oneOf(Rule.OneOf rule) {
        return Set.of();
    }

    @Override
    public Set<Field> knownModel(Rule.KnownModel rule) {
        return Set.of();
    }

    @Override
    public Set<Field> seed(Rule.Seed rule) {
        return Set.of();
    }

    @Override
    public Set<Field> side(Rule.Side rule) {
        return Set.of();
    }

    @Override
    public Set<Field> sides(Rule.Sides rule) {
        return SIZE;
    }

    @Override
    public Set<Field> leadsToSize(Rule.LeadsToSize rule) {
        return SIZE;
    }

    @Override
    public Set<Field> reachableStrength(Rule.ReachableStrength rule) {
        return Set.of(Field.STEPS, Field.HIRES_STEPS);
    }

    /** Whatever the syntax was to be: most prompts are written for the one that is taken where none is said. */
    @Override
    public Set<Field> promptWithin(Rule.PromptWithin rule) {
        return Set.of();
    }

    @Override
    public Set<Field> lastLayer(Rule.LastLayer rule) {
        return Set.of();
    }

    @Override
    public Set<Field> imageEncoder(Rule.ImageEncoder rule) {
        return Set.of();
    }

    @Override
    public Set<Field> previewFactors(Rule.PreviewFactors rule) {
        return Set.of();
    }

    /** It is the sampler's fault, and everything that makes its run. */
    @Override
    public Set<Field> drawable(Rule.Drawable rule) {
        return Set.of(
                Field.STEPS,
                Field.HIRES_STEPS,
                Field.HIRES_STRENGTH,
                Field.SCHEDULE_TYPE,
                Field.TIMESTEP_SPACING,
                Field.RESCALE_ZERO_SNR);
    }

    @Override
    public Set<Field> scheduleOf(Rule.ScheduleOf rule) {
        return Set.of(Field.SAMPLER);
    }

    @Override
    public Set<Field> usedBy(Rule.UsedBy rule) {
        return Set.of(Field.SAMPLER);
    }

    @Override
    public Set<Field> ownTimesteps(Rule.OwnTimesteps rule) {
        return Set.of(Field.SAMPLER, Field.SCHEDULE_TYPE);
    }

    @Override
    public Set<Field> needs(Rule.Needs rule) {
        return Set.of(rule.other());
    }

    @Override
    public Set<Field> notWith(Rule.NotWith rule) {
        return Set.of(rule.other());
    }

    @Override
    public Set<Field> onlyWith(Rule.OnlyWith rule) {
        return Set.of(rule.other());
    }

    @Override
    public Set<Field> ownSize(Rule.OwnSize rule) {
        return SIZE;
    }

    @Override
    public Set<Field> drawnSize(Rule.DrawnSize rule) {
        return Set.of(Field.WIDTH, Field.HEIGHT, rule.unless());
    }

    @Override
    public Set<Field> sizeOf(Rule.SizeOf rule) {
        return Set.of(rule.other());
    }

    @Override
    public Set<Field> repaints(Rule.Repaints rule) {
        return Set.of(rule.inverting());
    }
}
