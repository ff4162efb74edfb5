package dev.diffract.builder.deploy;

import dev.diffract.builder.planning.ProfileDirectory;
import dev.diffract.builder.planning.cards.Card;
import dev.diffract.builder.planning.cards.CardSlice;
import dev.diffract.builder.planning.lock.Lock;
import dev.diffract.builder.planning.plan.Plan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A plan with everything decided.
 *
 * @param plan no card of which is left to be detected
 * @param cards of the plan
 * @param lock which devices the slices are; empty if they do not exist yet
 */
record Deployment(Plan plan, List<Card> cards, Optional<Lock> lock) {

    /** Lines about the origin of a file. They hold nothing a user wrote. */
    static final String ORIGIN =
            "Written by 'diffract plan render' from a plan file. Change the plan and render again.";

    /** Where the repositories for a slice are published. */
    ProfileDirectory directory(Card card, CardSlice slice) {
        return new ProfileDirectory(
                plan.repositories().toAbsolutePath().normalize(),
                slice.spec().model(),
                card.model().name(),
                slice.placement().profile().name());
    }

    /** For each model the directory of the first slice that serves it. A checkpoint's manifest says the same for every profile. */
    Map<String, ProfileDirectory> models() {
        Map<String, ProfileDirectory> models = new LinkedHashMap<>();
        for (Card card : cards) {
            for (CardSlice slice : card.slices()) {
                models.putIfAbsent(slice.spec().model(), directory(card, slice));
            }
        }
        return models;
    }

    /** The GPU's number on its machine: as it was when the lock was made, else the plan's order is taken for the machine's. */
    int index(Card card) {
        return lock.map(known -> known.gpu(card).index()).orElse(card.number());
    }

    /** How commands address the GPU: by UUID if it is known, because numbers change when cards do. */
    String address(Card card) {
        return lock.map(known -> known.gpu(card).uuid()).orElse(String.valueOf(card.number()));
    }

    /** Variable that names a slice's device where no lock file does. */
    static String variable(CardSlice slice) {
        return "SLICE_" + slice.number();
    }
}
