package dev.diffract.frontend.discovery;

import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.layout.Manifest.ServedModel;
import dev.diffract.repository.pipeline.ModelRole;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The served models of all repositories of the frontend.
 *
 * @param manifests of the repositories
 * @param checkpoints by served name: the checkpoints it may have been built from: one, but for repositories of earlier builders, which share names
 * @param timesteps by the served names of UNets: the input that takes the time
 */
public record ExpectedModels(
        List<Manifest> manifests, Map<String, Set<String>> checkpoints, Map<String, String> timesteps) {

    public ExpectedModels {
        manifests = List.copyOf(manifests);
        checkpoints = Map.copyOf(checkpoints);
        timesteps = Map.copyOf(timesteps);
    }

    public static ExpectedModels of(Collection<Manifest> manifests) {
        Map<String, Set<String>> checkpoints = new HashMap<>();
        Map<String, String> timesteps = new HashMap<>();
        for (Manifest manifest : manifests) {
            String timestep = manifest.pipeline().family().unet().timestep().name();
            manifest.find(ModelRole.UNET).ifPresent(unet -> timesteps.put(unet.name(), timestep));
            for (ServedModel model : manifest.models()) {
                checkpoints
                        .computeIfAbsent(model.name(), name -> new TreeSet<>())
                        .add(manifest.checkpoint());
            }
        }
        return new ExpectedModels(List.copyOf(manifests), new TreeMap<>(checkpoints), timesteps);
    }

    public Set<String> names() {
        return checkpoints.keySet();
    }
}
