package dev.diffract.builder.build.choose;

import dev.diffract.builder.planning.mig.MigProfile;
import java.util.Optional;

/**
 * Whether slices of a profile do for a goal.
 *
 * @param figures what one slice would do
 * @param refusal why not, in a sentence; empty if they do
 */
public record Assessment(MigProfile profile, SliceFigures figures, Optional<String> refusal) {

    public boolean accepted() {
        return refusal.isEmpty();
    }
}
