package dev.diffract.builder.planning.plan;

import dev.diffract.builder.planning.mig.MigProfile;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Slices of one kind on each card of a {@link GpuSpec}.
 *
 * @param profileName the profile as the plan names it
 * @param profile that profile; empty if the card is to be detected
 * @param model name of the model it serves
 * @param count slices, at least 1
 * @param start the memory unit it must start at; only with a count of 1
 */
public record SliceSpec(String profileName, Optional<MigProfile> profile, String model, int count, OptionalInt start) {}
