package dev.diffract.frontend.wiring;

import dev.diffract.frontend.config.DiffractConfig;
import dev.diffract.frontend.config.SliceTarget;
import dev.diffract.frontend.config.SlicesFile;
import dev.diffract.frontend.config.WrongConfiguration;
import dev.diffract.frontend.discovery.ListedFleet;
import dev.diffract.frontend.discovery.ListedFleet.Listed;
import dev.diffract.frontend.discovery.ListedFleet.Lookup;
import dev.diffract.frontend.service.FleetException;
import dev.diffract.frontend.service.FleetException.Reason;
import dev.diffract.frontend.service.SliceList;
import java.util.List;
import java.util.Optional;

/** The slices of the configuration: those of a setting for as long as the program runs, those of a file until it is read again. */
final class Slices implements SliceList {

    private static final String SETTING = "diffract.slices";

    private final Optional<String> file;
    private final ListedFleet fleet;

    private Slices(Optional<String> file, ListedFleet fleet) {
        this.file = file;
        this.fleet = fleet;
    }

    /** @throws WrongConfiguration if they cannot be read, or stand in two places */
    static Slices of(DiffractConfig config, Lookup lookup) {
        List<String> set = config.slices().orElse(List.of());
        Optional<String> file = config.fleet().file();
        if (file.isPresent() && !set.isEmpty()) {
            throw new WrongConfiguration(
                    SETTING + " and " + SlicesFile.KEY + " both list slices: set one of them, not both.");
        }
        List<SliceTarget> targets = file.map(SlicesFile::read).orElseGet(() -> SliceTarget.parseAll(set));
        return new Slices(file, new ListedFleet(listed(targets), lookup));
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
            fleet.list(listed(SlicesFile.read(path, this::isKnown)));
        } catch (WrongConfiguration wrong) {
            throw new FleetException(Reason.WRONG_SLICES, wrong.getMessage() + " Nothing was changed.");
        }
    }

    /** A host that stood there before may only be away with its name server; and a service without slices has often no address. */
    private boolean isKnown(SliceTarget target) {
        return target.service() || fleet.lists(target.host()) || fleet.canBeLookedUp(target.host());
    }

    private static List<Listed> listed(List<SliceTarget> targets) {
        return targets.stream()
                .map(target -> new Listed(target.name(), target.host(), target.port(), target.service()))
                .toList();
    }
}
