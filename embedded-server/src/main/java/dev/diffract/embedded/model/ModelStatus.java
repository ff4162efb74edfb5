package dev.diffract.embedded.model;

import java.util.Collections;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is known of one model: nothing if it was never loaded.
 *
 * @param versions by number, the highest last
 */
public record ModelStatus(NavigableMap<Long, Version> versions) {

    static final ModelStatus NEVER_LOADED = new ModelStatus(new TreeMap<>());

    /** The reason of a version that was unloaded on purpose, which does not make a server unready. */
    static final String UNLOADED = "unloaded";

    /**
     * @param state as the index shows it
     * @param reason why it is not ready; empty if it is
     * @param model in memory, if it is
     */
    public record Version(ModelState state, String reason, Optional<LoadedModel> model) {

        static Version ready(LoadedModel model) {
            return new Version(ModelState.READY, "", Optional.of(model));
        }

        static Version of(ModelState state, String reason) {
            return new Version(state, reason, Optional.empty());
        }

        public boolean isReady() {
            return state == ModelState.READY;
        }
    }

    public ModelStatus {
        versions = Collections.unmodifiableNavigableMap(new TreeMap<>(versions));
    }

    /** The highest version that is ready. */
    public Optional<LoadedModel> latestReady() {
        return versions.descendingMap().values().stream()
                .filter(Version::isReady)
                .findFirst()
                .flatMap(Version::model);
    }

    ModelStatus with(long number, Version version) {
        NavigableMap<Long, Version> changed = new TreeMap<>(versions);
        changed.put(number, version);
        return new ModelStatus(changed);
    }

    /** Out of service on purpose, or about to be. */
    boolean isUnloaded() {
        return !versions.isEmpty()
                && versions.values().stream()
                        .allMatch(version -> version.state() == ModelState.UNLOADING
                                || version.reason().equals(UNLOADED));
    }

    /** Ready, or out of service on purpose. */
    boolean isSettled() {
        return !versions.isEmpty()
                && versions.values().stream()
                        .allMatch(
                                version -> version.isReady() || version.reason().equals(UNLOADED));
    }
}
