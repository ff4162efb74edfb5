package dev.diffract.builder.planning.mig;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Every GPU model that plan files may name. Comes with the program as a data file. */
public final class MigCatalogue {

    private static final class Shipped {
        static final MigCatalogue CATALOGUE = CatalogueReader.read();
    }

    private final List<GpuModel> models;
    private final Map<String, String> refused;

    MigCatalogue(List<GpuModel> models, Map<String, String> refused) {
        this.models = List.copyOf(models);
        this.refused = Map.copyOf(refused);
    }

    /** The catalogue that comes with the program. */
    public static MigCatalogue shipped() {
        return Shipped.CATALOGUE;
    }

    public List<GpuModel> all() {
        return models;
    }

    /** The model with this name or alias. Case, blanks, dashes and a leading "NVIDIA" or "Tesla" do not count. */
    public Optional<GpuModel> find(String name) {
        String wanted = comparable(name);
        return models.stream()
                .filter(model -> comparable(model.name()).equals(wanted)
                        || model.aliases().stream()
                                .anyMatch(alias -> comparable(alias).equals(wanted)))
                .findFirst();
    }

    /** Every model that goes by this name: one as in {@link #find}, or several that share it; empty if it is not known. */
    public List<GpuModel> findAll(String name) {
        return find(name)
                .map(List::of)
                .orElseGet(() -> models.stream()
                        .filter(model -> model.sharedNames().stream()
                                .anyMatch(shared -> comparable(shared).equals(comparable(name))))
                        .toList());
    }

    /** The model with this packed PCI id, as in NVML's {@code pciDeviceId}. */
    public Optional<GpuModel> findByPciId(int pciId) {
        return models.stream().filter(model -> model.pciIds().contains(pciId)).findFirst();
    }

    /** Why a GPU that exists is not planned for; empty if nothing is known against the name. */
    public Optional<String> refusal(String name) {
        String wanted = comparable(name);
        return refused.entrySet().stream()
                .filter(entry -> comparable(entry.getKey()).equals(wanted))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    static String comparable(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[\\s_-]", "").replaceFirst("^(nvidia|tesla)+", "");
    }
}
