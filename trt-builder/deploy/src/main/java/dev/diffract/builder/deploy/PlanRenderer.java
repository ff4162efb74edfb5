package dev.diffract.builder.deploy;

import dev.diffract.builder.planning.cards.Card;
import dev.diffract.builder.planning.cards.Cards;
import dev.diffract.builder.planning.lock.Lock;
import dev.diffract.builder.planning.plan.Plan;
import java.util.List;
import java.util.Optional;

/** Makes files from a plan. */
public final class PlanRenderer {

    /** Every form there is, in the order in which its files are named to the user. */
    private static final List<Renderer> RENDERERS = List.of(
            new MigScript(),
            new MigParted(),
            new ComposeFile(),
            new CpuComposeFile(),
            new FrontendSettings(),
            new TritonScripts());

    private PlanRenderer() {}

    /**
     * @param plan no card of which is left to be detected
     * @param lock of this plan; empty if its slices do not exist yet
     * @param lockName name of the lock file, for messages
     * @throws dev.diffract.builder.planning.PlanningException if the plan leaves slices open, or the lock is another plan's
     * @throws dev.diffract.builder.planning.plan.PlanException if slices do not fit
     */
    public static List<RenderedFile> render(Plan plan, Optional<Lock> lock, Object lockName) {
        List<Card> cards = Cards.of(plan);
        lock.ifPresent(known -> known.requireFor(cards, lockName));
        List<Card> located = lock.map(known ->
                        cards.stream().map(card -> known.locate(card, lockName)).toList())
                .orElse(cards);
        Deployment deployment = new Deployment(plan, located, lock);
        return RENDERERS.stream()
                .flatMap(renderer -> renderer.render(deployment).stream())
                .toList();
    }
}
