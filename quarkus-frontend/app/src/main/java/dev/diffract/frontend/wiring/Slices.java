package dev.diffract.frontend.wiring;

import dev.diffract.frontend.config.DiffractConfig;
import dev.diffract.frontend.config.SliceTarget;
import dev.diffract.frontend.config.SlicesFile;
import dev.diffract.frontend.config.WrongConfiguration;
import dev.diffract.frontend.discovery.ListedFleet;
import dev.diffract.frontend.discovery.ListedFleet.By;
import dev.diffract.frontend.discovery.ListedFleet.Listed;
import dev.diffract.frontend.discovery.Lookup;
import dev.diffract.frontend.discovery.NameLookup;
import dev.diffract.frontend.service.FleetException;
import dev.diffract.frontend.service.FleetException.Reason;
import dev.diffract.frontend.service.SliceList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The slices of the configuration: those of a setting for as long as the program runs, those of a file until it is read again. */
final class Slices implements SliceList {

    private static final String SETTING = "diffract.slices";

    private final Optional<String> file;
    private final Lookups lookups;
    private final ListedFleet fleet;

    /**
     * Whom to ask.
     *
     * @param names for the addresses of names
     * @param endpoints for the endpoints of Kubernetes services; empty outside of a cluster
     */
    record Lookups(NameLookup names, Optional<? extends Lookup> endpoints) {

        private Map<By, Lookup> byKind() {
            Map<By, Lookup> all = new EnumMap<>(By.class);
            all.put(By.NAME, names);
            endpoints.ifPresent(lookup -> all.put(By.ENDPOINTS, lookup));
            return all;
        }
    }

    private Slices(Optional<String> file, Lookups lookups, List<SliceTarget> targets) {
        this.file = file;
        this.lookups = lookups;
        this.fleet = new ListedFleet(listed(targets), lookups.byKind());
    }

    /** @throws WrongConfiguration if they cannot be read, or stand in two places */
    static Slices of(DiffractConfig config, Lookups lookups) {
        List<String> set = config.slices().orElse(List.of());
        Optional<String> file = config.fleet().file();
        if (file.isPresent() && !set.isEmpty()) {
            throw new WrongConfiguration(
                    SETTING + " and " + SlicesFile.KEY + " both list slices: set one of them, not both.");
        }
        SliceChecks checks = new SliceChecks(lookups, host -> true);
        return new Slices(
                file,
                lookups,
                file.map(path -> SlicesFile.read(path, checks::problemAtStart))
                        .orElseGet(() -> ofSetting(set, checks)));
    }

    private static List<SliceTarget> ofSetting(List<String> set, SliceChecks checks) {
        List<SliceTarget> targets = SliceTarget.parseAll(set);
        targets.forEach(target -> checks.problemAtStart(target).ifPresent(sentence -> {
            throw new WrongConfiguration(SETTING + ": " + sentence);
        }));
        return targets;
    }

    ListedFleet fleet() {
        return fleet;
    }

    @Override
    public void reload() {
        String path = file.orElseThrow(() -> new FleetException(
                Reason.FIXED_SLICES,
                "The slices are those of " + SETTING
                        + ", which is read at the start only: list them in a file, named by " + SlicesFile.KEY
                        + ", and it is read again."));
        try {
            if (!fleet.list(listed(SlicesFile.read(path, new SliceChecks(lookups, fleet::lists)::problem)))) {
                throw new WrongConfiguration(
                        path
                                + ": nothing that it lists can be found now, so that no slice would be left; take slices from their work by 'diffract fleet drain'.");
            }
        } catch (WrongConfiguration wrong) {
            throw new FleetException(Reason.WRONG_SLICES, wrong.getMessage() + " Nothing was changed.");
        }
    }

    private static List<Listed> listed(List<SliceTarget> targets) {
        return targets.stream()
                .map(target -> new Listed(
                        target.name(),
                        target.host(),
                        target.port(),
                        switch (target.kind()) {
                            case SERVER -> By.ADDRESS;
                            case NAME -> By.NAME;
                            case KUBERNETES -> By.ENDPOINTS;
                        }))
                .toList();
    }
}
