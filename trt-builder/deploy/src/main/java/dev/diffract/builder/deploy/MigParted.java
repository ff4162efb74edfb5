package dev.diffract.builder.deploy;

import dev.diffract.builder.files.Yaml;
import dev.diffract.builder.planning.cards.Card;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code mig-parted.yaml}, version v1 of NVIDIA mig-parted, which also the GPU operator reads. */
final class MigParted implements Renderer {

    /** The configuration's label, as in {@code nvidia.com/mig.config}. */
    private static final String LABEL = "diffract";

    private static final List<String> COMMENT = List.of(
            Deployment.ORIGIN,
            "",
            "nvidia-mig-parted apply -f mig-parted.yaml -c " + LABEL,
            "The format has no starts: mig-parted tries orders until one works, and 'diffract plan check' says that there is one. Names of",
            "profiles follow the driver; 'nvidia-smi mig -lgip' shows how yours calls them.");

    @Override
    public List<RenderedFile> render(Deployment deployment) {
        Map<Map<String, Integer>, List<Integer>> alike = new LinkedHashMap<>();
        for (Card card : deployment.cards()) {
            alike.computeIfAbsent(devices(card), unseen -> new ArrayList<>()).add(deployment.index(card));
        }
        List<Map<String, Object>> entries = new ArrayList<>();
        alike.forEach((devices, indices) -> {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("devices", indices.stream().sorted().toList());
            entry.put("mig-enabled", true);
            entry.put("mig-devices", new LinkedHashMap<>(devices));
            entries.add(entry);
        });
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("version", "v1");
        root.put("mig-configs", Map.of(LABEL, entries));
        return List.of(RenderedFile.of("mig-parted.yaml", Yaml.print(COMMENT, root)));
    }

    private static Map<String, Integer> devices(Card card) {
        Map<String, Integer> devices = new LinkedHashMap<>();
        card.slices().forEach(slice -> devices.merge(slice.placement().profile().name(), 1, Integer::sum));
        return devices;
    }
}
