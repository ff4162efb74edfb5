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

/** Tells which model of the catalogue a GPU is: by its PCI id, else by its name, else by the profiles it offers. */
final class Recognition {

    private Recognition() {}

    /** Models that a GPU may be, as far as can be told. One at most if its PCI id or name is known. */
    static List<GpuModel> candidates(GpuState gpu) {
        MigCatalogue catalogue = MigCatalogue.shipped();
        Optional<GpuModel> sure =
                gpu.pciId().isPresent() ? catalogue.findByPciId(gpu.pciId().getAsInt()) : Optional.empty();
        if (sure.isEmpty()) {
            sure = gpu.name().flatMap(catalogue::find);
        }
        if (sure.isPresent()) {
            return List.of(sure.get());
        }
        return catalogue.all().stream().filter(model -> fits(model, gpu)).toList();
    }

    private static boolean fits(GpuModel model, GpuState gpu) {
        if (gpu.profiles().isEmpty() && gpu.instances().isEmpty()) {
            return gpu.name().isEmpty();
        }
        return model.mig()
                && gpu.profiles().stream().allMatch(profile -> offers(model, profile))
                && gpu.instances().stream().allMatch(instance -> has(model, instance));
    }

    private static boolean offers(GpuModel model, InstanceProfile offered) {
        return model.profile(offered.id())
                .filter(profile -> offered.name().map(profile::isCalled).orElse(true))
                .filter(profile -> profile.doubtful().contains(Figure.SMS) || profile.sms() == offered.sms())
                .isPresent();
    }

    private static boolean has(GpuModel model, GpuInstance instance) {
        return model.profile(instance.profileId())
                .filter(profile -> starts(profile, instance))
                .isPresent();
    }

    private static boolean starts(MigProfile profile, GpuInstance instance) {
        return profile.memoryUnits() == instance.size() && profile.starts().contains(instance.start());
    }
}
