package dev.diffract.frontend.core.request;

/**
 * What somebody makes of rules, usually a sentence: a method for each, so that no dialect can forget one.
 *
 * @param <T> what it makes
 */
public interface RuleTeller<T> {

    T given(Rule.Given rule);

    T longest(Rule.Longest rule);

    T whole(Rule.Whole rule);

    T range(Rule.Range rule);

    T above(Rule.Above rule);

    T oneOf(Rule.OneOf rule);

    T knownModel(Rule.KnownModel rule);

    T seed(Rule.Seed rule);

    T side(Rule.Side rule);

    T sides(Rule.Sides rule);

    T leadsToSize(Rule.LeadsToSize rule);

    T reachableStrength(Rule.ReachableStrength rule);

    T promptWithin(Rule.PromptWithin rule);

    T lastLayer(Rule.LastLayer rule);

    T imageEncoder(Rule.ImageEncoder rule);

    T previewFactors(Rule.PreviewFactors rule);

    T drawable(Rule.Drawable rule);

    T scheduleOf(Rule.ScheduleOf rule);

    T usedBy(Rule.UsedBy rule);

    T ownTimesteps(Rule.OwnTimesteps rule);

    T needs(Rule.Needs rule);

    T notWith(Rule.NotWith rule);

    T onlyWith(Rule.OnlyWith rule);

    T ownSize(Rule.OwnSize rule);

    T drawnSize(Rule.DrawnSize rule);

    T sizeOf(Rule.SizeOf rule);

    T repaints(Rule.Repaints rule);
}
