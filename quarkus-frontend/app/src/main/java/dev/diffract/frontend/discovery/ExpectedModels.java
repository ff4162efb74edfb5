package dev.diffract.frontend.discovery;

import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.layout.Manifest.ServedModel;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The served models of all repositories of the frontend.
 *
 * @param checkpoints by served name: the checkpoints it may have been built from. Repositories without prefixes share names.
 */
public record ExpectedModels(Map<String, Set<String>> checkpoints) {

    public ExpectedModels {
        checkpoints = Map.copyOf(checkpoints);
    }

    public static ExpectedModels of(Collection<Manifest> manifests) {
        Map<String, Set<String>> checkpoints = new HashMap<>();
        for (Manifest manifest : manifests) {
            for (ServedModel model : manifest.models()) {
                checkpoints
                        .computeIfAbsent(model.name(), name -> new TreeSet<>())
                        .add(manifest.checkpoint());
            }
        }
        return new ExpectedModels(new TreeMap<>(checkpoints));
    }

    public Set<String> names() {
        return checkpoints.keySet();
    }
}
