package dev.diffract.builder.deploy;

import dev.diffract.builder.planning.ProfileDirectory;
import dev.diffract.builder.planning.cards.Card;
import dev.diffract.builder.planning.cards.CardSlice;
import dev.diffract.builder.planning.lock.Lock;
import dev.diffract.builder.planning.plan.Plan;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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

    private static final String PROGRAM = "diffract";

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

    /**
     * For each model the directory of the first slice that serves it, for the frontend: the pipeline, its defaults and what prompts are read with are a checkpoint's and the
     * same for every profile. What is not, how large batches are and what engines take, the slices' servers tell themselves.
     */
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

    /**
     * The Compose project, after the plan file, or after its folder if the file has the usual name: Compose takes all
     * projects of one name for one, and would remove the containers of another plan on the same host as orphans. Plans of
     * one name in different folders are still one project; {@code docker compose -p} gives another.
     */
    String project() {
        Path file = plan.file().toAbsolutePath().normalize();
        String name = projectName(file.getFileName().toString().replaceFirst("\\.ya?ml$", ""));
        Path folder = file.getParent().getFileName();
        return name.equals(PROGRAM) && folder != null ? projectName(folder.toString()) : name;
    }

    /** Compose allows lower-case letters, digits, dashes and underscores, a letter or digit first. */
    private static String projectName(String text) {
        String name =
                text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]+", "-").replaceAll("^[-_]+|-+$", "");
        boolean own = name.isEmpty() || name.equals(PROGRAM);
        return own ? PROGRAM : name.startsWith(PROGRAM + "-") ? name : PROGRAM + "-" + name;
    }

    /** Variable that names a slice's device where no lock file does. */
    static String variable(CardSlice slice) {
        return "SLICE_" + slice.number();
    }
}
