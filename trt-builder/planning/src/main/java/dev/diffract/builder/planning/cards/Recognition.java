package dev.diffract.builder.planning.cards;

import dev.diffract.builder.nvidia.nvml.GpuInstance;
import dev.diffract.builder.nvidia.nvml.GpuState;
import dev.diffract.builder.nvidia.nvml.InstanceProfile;
import dev.diffract.builder.planning.mig.Figure;
import dev.diffract.builder.planning.mig.GpuModel;
import dev.diffract.builder.planning.mig.MigCatalogue;
import dev.diffract.builder.planning.mig.MigProfile;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Tells which model of the catalogue a GPU is. Boards of one name differ in memory, and some names carry a number that is not the card's memory at
 * all, so what is known of memory, profiles and instances excludes models first. Of what is left the GPU's PCI id decides, then its name,
 * then the chip in its name, then the profiles that it offers.
 */
final class Recognition {

    /** With error correction on, a sixteenth of GDDR memory is gone. */
    private static final double CARD_DRIFT = 0.08;

    /** Drivers and boards differ in what they leave to an instance; neighbouring sizes of one profile differ by more. */
    private static final double PROFILE_DRIFT = 0.15;

    /** The chip as names of data centre cards begin: {@code A100}, {@code GH200}, {@code H20}, {@code RTX PRO 6000}. */
    private static final Pattern CHIP = Pattern.compile(
            "(?:NVIDIA[ _-]+|GRID[ _-]+)?(?<chip>RTX[ _-]PRO[ _-]\\d+|[A-Z]{1,3}\\d{1,4})(?![0-9A-Za-z]).*");

    private Recognition() {}

    /** Models that a GPU may be, as far as can be told; none if no model is like it. */
    static List<GpuModel> candidates(GpuState gpu) {
        MigCatalogue catalogue = MigCatalogue.shipped();
        Optional<GpuModel> byPciId =
                gpu.pciId().isPresent() ? catalogue.findByPciId(gpu.pciId().getAsInt()) : Optional.empty();
        List<GpuModel> named = gpu.name().map(catalogue::findAll).orElse(List.of());
        Optional<String> chip = gpu.name().flatMap(Recognition::chip);
        return Stream.<Predicate<GpuModel>>of(
                        model -> byPciId.filter(model::equals).isPresent(),
                        named::contains,
                        model -> chip.isPresent() && model.mig() && chips(model).anyMatch(chip.get()::equals),
                        model -> looksLike(model, gpu))
                .map(is -> catalogue.all().stream()
                        .filter(is)
                        .filter(model -> possible(model, gpu))
                        .toList())
                .filter(models -> !models.isEmpty())
                .findFirst()
                .map(models -> likeliest(models, gpu))
                .orElse(List.of());
    }

    private static Optional<String> chip(String name) {
        Matcher matcher = CHIP.matcher(name);
        return matcher.matches() ? Optional.of(matcher.group("chip").replaceAll("[ _-]", "")) : Optional.empty();
    }

    private static Stream<String> chips(GpuModel model) {
        return Stream.concat(Stream.of(model.name()), model.aliases().stream()).flatMap(name -> chip(name).stream());
    }

    /** Whether nothing that is known of the GPU speaks against the model. */
    private static boolean possible(GpuModel model, GpuState gpu) {
        boolean memory = gpu.memoryMib().isEmpty() || near(gpu.memoryMib().getAsInt(), model.memoryMib(), CARD_DRIFT);
        return memory
                && gpu.profiles().stream().allMatch(profile -> mayOffer(model, profile))
                && gpu.instances().stream().allMatch(instance -> mayHave(model, instance));
    }

    /** Ids that the catalogue lacks are newer than it, and say nothing. */
    private static boolean mayOffer(GpuModel model, InstanceProfile offered) {
        return model.profile(offered.id())
                .map(profile -> near(offered.memoryMib(), profile.usableMib(), PROFILE_DRIFT))
                .orElse(true);
    }

    private static boolean mayHave(GpuModel model, GpuInstance instance) {
        return model.profile(instance.profileId())
                .map(profile -> starts(profile, instance))
                .orElse(true);
    }

    /** If some models have every profile by its name and multiprocessors, those alone. */
    private static List<GpuModel> likeliest(List<GpuModel> models, GpuState gpu) {
        List<GpuModel> alike = models.stream()
                .filter(model -> gpu.profiles().stream().allMatch(profile -> offers(model, profile)))
                .toList();
        return alike.isEmpty() ? models : alike;
    }

    /** For a GPU of which nothing says what it is: what its tables allow. */
    private static boolean looksLike(GpuModel model, GpuState gpu) {
        if (gpu.profiles().isEmpty() && gpu.instances().isEmpty()) {
            return gpu.name().isEmpty();
        }
        return model.mig()
                && gpu.profiles().stream().allMatch(profile -> offers(model, profile))
                && gpu.instances().stream()
                        .allMatch(instance -> model.profile(instance.profileId())
                                .filter(profile -> starts(profile, instance))
                                .isPresent());
    }

    private static boolean offers(GpuModel model, InstanceProfile offered) {
        return model.profile(offered.id())
                .filter(profile -> offered.name().map(profile::isCalled).orElse(true))
                .filter(profile -> profile.doubtful().contains(Figure.SMS) || profile.sms() == offered.sms())
                .isPresent();
    }

    private static boolean starts(MigProfile profile, GpuInstance instance) {
        return profile.memoryUnits() == instance.size() && profile.starts().contains(instance.start());
    }

    private static boolean near(int is, int expected, double drift) {
        return Math.abs((double) is / expected - 1) <= drift;
    }
}
