package dev.diffract.builder.planning.lock;

import dev.diffract.builder.planning.PlanningException;
import dev.diffract.builder.planning.cards.Card;
import dev.diffract.builder.planning.cards.CardSlice;
import dev.diffract.builder.planning.mig.Placement;
import java.util.List;
import java.util.OptionalInt;

/**
 * Which MIG device each slice of a plan is.
 *
 * @param gpus in the order of the plan's cards
 * @param slices in the order of the plan's slices
 */
public record Lock(List<LockedGpu> gpus, List<LockedSlice> slices) {

    /**
     * A card.
     *
     * @param card as the plan calls it
     * @param model of the catalogue
     * @param index on its machine, when the lock was made
     * @param uuid {@code GPU-...}
     */
    public record LockedGpu(String card, String model, int index, String uuid) {}

    /**
     * A slice.
     *
     * @param slice its name
     * @param card the card it is on
     * @param profile MIG profile
     * @param start first memory unit; empty if only a list of devices was known
     * @param uuid {@code MIG-...}
     */
    public record LockedSlice(String slice, String card, String profile, OptionalInt start, String uuid) {}

    public Lock {
        gpus = List.copyOf(gpus);
        slices = List.copyOf(slices);
    }

    public String uuid(CardSlice slice) {
        return slices.get(slice.number()).uuid();
    }

    /**
     * A card with its slices where they were when the lock was made, if that is known.
     *
     * @param name of the lock file, for messages
     * @throws PlanningException if they cannot be there
     */
    public Card locate(Card card, Object name) {
        if (card.slices().stream()
                .anyMatch(slice -> slices.get(slice.number()).start().isEmpty())) {
            return card;
        }
        try {
            List<CardSlice> located = card.slices().stream()
                    .map(slice -> new CardSlice(
                            slice.number(),
                            slice.spec(),
                            new Placement(
                                    slice.placement().profile(),
                                    slices.get(slice.number()).start().getAsInt())))
                    .toList();
            Card there = new Card(card.number(), card.spec(), card.copy(), card.model(), located);
            there.layout();
            return there;
        } catch (IllegalArgumentException e) {
            throw new PlanningException(
                    name + " has starts that cannot be: " + e.getMessage()
                            + "; make a new one with 'diffract plan lock'",
                    e);
        }
    }

    public LockedGpu gpu(Card card) {
        return gpus.get(card.number());
    }

    /**
     * @param name of the lock file, for messages
     * @throws PlanningException if this is the lock of another plan
     */
    public void requireFor(List<Card> cards, Object name) {
        List<LockedGpu> planned = cards.stream()
                .map(card -> new LockedGpu(card.name(), card.model().name(), 0, ""))
                .toList();
        List<LockedSlice> wanted = cards.stream()
                .flatMap(card -> card.slices().stream()
                        .map(slice -> new LockedSlice(
                                slice.name(),
                                card.name(),
                                slice.placement().profile().name(),
                                OptionalInt.empty(),
                                "")))
                .toList();
        for (int i = 0; i < Math.max(planned.size(), gpus.size()); i++) {
            String there =
                    i < gpus.size() ? gpus.get(i).card() + " (" + gpus.get(i).model() + ")" : "nothing";
            String here = i < planned.size()
                    ? planned.get(i).card() + " (" + planned.get(i).model() + ")"
                    : "nothing";
            refuse(name, "card " + i, there, here);
        }
        for (int i = 0; i < Math.max(wanted.size(), slices.size()); i++) {
            refuse(
                    name,
                    "slice-" + i,
                    i < slices.size() ? text(slices.get(i)) : "nothing",
                    i < wanted.size() ? text(wanted.get(i)) : "nothing");
        }
    }

    private static String text(LockedSlice slice) {
        return slice.profile() + " on " + slice.card();
    }

    private static void refuse(Object name, String what, String there, String planned) {
        if (!there.equals(planned)) {
            throw new PlanningException(name + " is the lock of another plan: " + what + " is " + there + " there and "
                    + planned + " here; make a new one with 'diffract plan lock'");
        }
    }
}
