package dev.diffract.frontend.dialect.nativ.field;

import dev.diffract.frontend.core.request.Fault;
import dev.diffract.frontend.core.request.Field;
import dev.diffract.frontend.core.request.Rule;
import dev.diffract.frontend.core.request.RuleTeller;
import dev.diffract.repository.words.Suggestions;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What callers read of a field that breaks a rule: what would be right, and what was given.
 *
 * @param field the wrong one
 */
public record Sentences(Field field) implements RuleTeller<String> {

    private static final int LONGEST_QUOTE = 40;

    /** The sentence on a fault, without its field's name at the beginning. */
    public static String on(Fault fault) {
        return fault.rule().told(new Sentences(fault.field()));
    }

    @Override
    public String given(Rule.Given rule) {
        return "must be given";
    }

    @Override
    public String longest(Rule.Longest rule) {
        return "must have at most " + rule.most() + " characters, had " + rule.was();
    }

    @Override
    public String whole(Rule.Whole rule) {
        return "must be from " + rule.min() + " to " + rule.max() + ", was " + rule.was();
    }

    /** Everything but the guidance is a share, and nobody takes one of those for endless. */
    @Override
    public String range(Rule.Range rule) {
        return "must be a " + (field == Field.GUIDANCE ? "finite " : "") + "number from " + plain(rule.min()) + " to "
                + plain(rule.max()) + ", was " + rule.was();
    }

    @Override
    public String above(Rule.Above rule) {
        return "must be above " + plain(rule.min()) + " and at most " + plain(rule.max()) + ", was " + rule.was();
    }

    @Override
    public String oneOf(Rule.OneOf rule) {
        String sentence = "must be one of " + joined(rule.names()) + ", was " + quoted(rule.was());
        return Suggestions.nearest(rule.was(), rule.names())
                .map(near -> sentence + "; did you mean " + near + "?")
                .orElse(sentence);
    }

    /** A sentence for itself: it is the problem's detail too. */
    @Override
    public String knownModel(Rule.KnownModel rule) {
        return "There is no model " + quoted(rule.was()) + "; there are: " + joined(rule.names()) + ".";
    }

    @Override
    public String seed(Rule.Seed rule) {
        return "must be -1 for a random one, or from 0 to " + Long.MAX_VALUE + ", was " + rule.was();
    }

    @Override
    public String side(Rule.Side rule) {
        return "must be " + SizeSentences.side(rule.allowed()) + ", was " + rule.was();
    }

    @Override
    public String sides(Rule.Sides rule) {
        return "must be " + SizeSentences.sizes(rule.allowed()) + ", was " + rule.was();
    }

    @Override
    public String leadsToSize(Rule.LeadsToSize rule) {
        return "must lead to sizes that are " + SizeSentences.listed(rule.allowed()) + ", led from " + rule.from()
                + " to " + rule.to();
    }

    @Override
    public String reachableStrength(Rule.ReachableStrength rule) {
        return "must be 0 or at least " + rule.steps() + "/" + rule.timesteps() + " for " + rule.steps()
                + " steps, was " + rule.was();
    }

    @Override
    public String promptWithin(Rule.PromptWithin rule) {
        return rule.limit().told(new PromptSentences());
    }

    @Override
    public String lastLayer(Rule.LastLayer rule) {
        return "must be 1: the text encoder of the model " + rule.model() + " gives its last layer only, was "
                + rule.was();
    }

    @Override
    public String imageEncoder(Rule.ImageEncoder rule) {
        return field == Field.HIRES_UPSCALER
                ? "must be latent: the model " + rule.model() + " has no image encoder, which pixel needs"
                : "cannot be taken: the model " + rule.model() + " has no image encoder";
    }

    @Override
    public String previewFactors(Rule.PreviewFactors rule) {
        return "cannot be given: the repository of the model " + rule.model()
                + " does not say how; one written by this version does";
    }

    @Override
    public String drawable(Rule.Drawable rule) {
        return rule.sampler() + " cannot draw this: " + rule.obstacle().told(new ObstacleSentences());
    }

    @Override
    public String scheduleOf(Rule.ScheduleOf rule) {
        return "must be " + rule.only().id() + " with " + rule.sampler()
                + rule.free().map(free -> ", and any with " + free).orElse(", which has timesteps of its own")
                + ", was " + rule.was().id();
    }

    @Override
    public String usedBy(Rule.UsedBy rule) {
        return "has no meaning with the sampler " + rule.was() + "; it has with " + joined(rule.samplers());
    }

    @Override
    public String ownTimesteps(Rule.OwnTimesteps rule) {
        return "has no meaning with the sampler " + rule.sampler()
                + rule.unless()
                        .map(said -> ", whose sigmas do not come from timesteps; it has with " + Names.of(said.field())
                                + " " + said.schedule().id())
                        .orElse(", whose timesteps are those it was distilled with");
    }

    @Override
    public String needs(Rule.Needs rule) {
        return "needs " + Names.of(rule.other()) + ", which is not there";
    }

    @Override
    public String notWith(Rule.NotWith rule) {
        return rule.other() == Field.IMAGE
                ? "is for pictures drawn from noise, and there is an image to start from"
                : "has no meaning with " + Names.of(rule.other()) + ", which draws a part of the picture";
    }

    @Override
    public String onlyWith(Rule.OnlyWith rule) {
        return "has no meaning unless " + Names.of(rule.other()) + " is " + rule.value();
    }

    @Override
    public String ownSize(Rule.OwnSize rule) {
        return "is " + rule.was() + " pixels, and width and height must be "
                + SizeSentences.sizes(rule.allowed()) + "; say "
                + said(rule.unless().stream().map(Names::of).toList());
    }

    @Override
    public String drawnSize(Rule.DrawnSize rule) {
        return "is " + rule.was() + " pixels and " + rule.width() + "x" + rule.height()
                + " are to be drawn; ask for the picture's size, or say by " + Names.of(rule.unless())
                + " how to make it fit: " + joined(rule.ways());
    }

    @Override
    public String sizeOf(Rule.SizeOf rule) {
        return "must have the " + Names.of(rule.other()) + "'s size of " + rule.wanted() + " pixels, had " + rule.was();
    }

    @Override
    public String repaints(Rule.Repaints rule) {
        return "leaves nothing to repaint; white is repainted, with " + Names.of(rule.inverting()) + " black";
    }

    private static String joined(List<String> names) {
        return String.join(", ", names);
    }

    private static String said(List<String> names) {
        int last = names.size() - 1;
        return names.stream().limit(last).collect(Collectors.joining(", ")) + " and " + names.get(last);
    }

    /** Without superfluous zeros or an exponent. */
    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    /** A user's text in quotation marks, of at most 40 code points. */
    private static String quoted(String text) {
        int length = text.codePointCount(0, text.length());
        return length <= LONGEST_QUOTE
                ? "'" + text + "'"
                : "'" + text.substring(0, text.offsetByCodePoints(0, LONGEST_QUOTE)) + "…'";
    }
}
