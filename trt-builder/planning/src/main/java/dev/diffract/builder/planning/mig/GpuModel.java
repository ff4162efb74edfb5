package dev.diffract.builder.planning.mig;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A GPU model of the catalogue, with or without MIG.
 *
 * @param name as plan files call it, such as {@code H100-80GB}
 * @param aliases other names, among them the ones NVML reports
 * @param sharedNames names that the driver gives to other cards too, which differ in memory
 * @param pciIds packed PCI ids, {@code device << 16 | vendor}, as NVML's {@code pciDeviceId}
 * @param computeCapability CUDA compute capability
 * @param sms streaming multiprocessors of the whole card with MIG off
 * @param memoryMib memory of the whole card with MIG off, in MiB
 * @param axis length of the axis in memory units; 0 without MIG
 * @param profiles MIG profiles, smallest first; empty without MIG
 */
public record GpuModel(
        String name,
        List<String> aliases,
        List<String> sharedNames,
        List<Integer> pciIds,
        ComputeCapability computeCapability,
        int sms,
        int memoryMib,
        int axis,
        List<MigProfile> profiles) {

    public GpuModel {
        aliases = List.copyOf(aliases);
        sharedNames = List.copyOf(sharedNames);
        pciIds = List.copyOf(pciIds);
        profiles = List.copyOf(profiles);
    }

    /** Whether the card can be cut by MIG. */
    public boolean mig() {
        return !profiles.isEmpty();
    }

    /** The profile that goes by this name with some driver. */
    public Optional<MigProfile> profile(String profileName) {
        return profiles.stream()
                .filter(profile -> profile.isCalled(profileName))
                .findFirst();
    }

    /** The profile with this id. */
    public Optional<MigProfile> profile(int id) {
        return profiles.stream().filter(profile -> profile.id() == id).findFirst();
    }

    /**
     * The plain profile that takes the whole card.
     *
     * @throws IllegalStateException if the card has no MIG
     */
    public MigProfile whole() {
        return profiles.stream()
                .filter(profile -> profile.plain() && profile.memoryUnits() == axis)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(name + " has no MIG"));
    }

    /** What engines can be for: a profile by any of its names, or {@link MigProfile#WHOLE}. */
    public Optional<MigProfile> profileOrWhole(String profileName) {
        return profileName.equals(MigProfile.WHOLE) ? Optional.of(uncut()) : profile(profileName);
    }

    /** The card with MIG off, as if it were one slice; no layout has it. */
    private MigProfile uncut() {
        return new MigProfile(
                MigProfile.WHOLE,
                List.of(),
                -1,
                0,
                0,
                memoryMib,
                sms,
                0,
                MediaEngines.NONE,
                Set.of(),
                List.of(),
                List.of(),
                0,
                Set.of());
    }

    /** As sentences say it, such as {@code an A100-40GB} or {@code a T4}. */
    public String withArticle() {
        return Words.withArticle(name);
    }

    @Override
    public String toString() {
        return name;
    }
}
