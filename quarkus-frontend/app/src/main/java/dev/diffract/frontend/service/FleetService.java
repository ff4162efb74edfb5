package dev.diffract.frontend.service;

import dev.diffract.frontend.core.fleet.InstanceRegistry;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.core.model.ModelCatalog;
import dev.diffract.frontend.core.model.ModelDefinition;
import dev.diffract.frontend.service.FleetException.Reason;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** What operators do with the fleet while it works. One change at a time, so that two of them cannot drain the last two slices. */
@ApplicationScoped
public class FleetService {

    private static final Logger LOG = Logger.getLogger(FleetService.class);

    private final InstanceRegistry registry;
    private final ModelCatalog catalog;
    private final SliceService slices;
    private final SliceList list;

    @Inject
    FleetService(InstanceRegistry registry, ModelCatalog catalog, SliceService slices, SliceList list) {
        this.registry = registry;
        this.catalog = catalog;
        this.slices = slices;
        this.list = list;
    }

    /**
     * A slice of the fleet.
     *
     * @param drained whether somebody drained it, whatever its state is
     */
    public record Member(SliceStatus slice, boolean drained) {}

    /**
     * What reading the list again changed.
     *
     * @param come names of slices that are new, or at another address
     * @param gone names of those that are no more, or not there any more
     */
    public record Change(List<String> come, List<String> gone) {

        public Change {
            come = List.copyOf(come);
            gone = List.copyOf(gone);
        }
    }

    /** All slices, in a stable order. */
    public List<Member> members() {
        Set<String> drained =
                registry.drained().stream().map(TritonInstance::name).collect(Collectors.toSet());
        return slices.slices().stream()
                .map(slice ->
                        new Member(slice, drained.contains(slice.identity().name())))
                .toList();
    }

    /**
     * Keeps new work from a slice, which ends what it has.
     *
     * @param force also if nobody would be left who can draw some model
     * @throws FleetException if there is no such slice, or it is the last one and that is not forced
     */
    public synchronized Member drain(String name, boolean force) {
        InstanceSnapshot snapshot = find(name);
        List<String> orphans = force ? List.of() : orphans(snapshot);
        if (!orphans.isEmpty()) {
            throw new FleetException(
                    Reason.LAST_SLICE,
                    "Slice " + name + " is the last one that can draw with " + String.join(", ", orphans)
                            + ": without it nobody would; it is drained only if that is forced.");
        }
        if (registry.drain(snapshot.instance())) {
            LOG.infof(
                    "slice %s (%s): drained by an operator",
                    name, snapshot.instance().target());
        }
        return member(name);
    }

    /**
     * Lets a slice have work again.
     *
     * @throws FleetException if there is no such slice
     */
    public synchronized Member undrain(String name) {
        InstanceSnapshot snapshot = find(name);
        if (registry.undrain(snapshot.instance())) {
            LOG.infof(
                    "slice %s (%s): no longer drained",
                    name, snapshot.instance().target());
        }
        return member(name);
    }

    /**
     * Reads again which slices there are. New ones are looked at before they get anything; those that are gone end what they have.
     *
     * @throws FleetException if that cannot be read again, or is wrong; then nothing has changed
     */
    public synchronized Change reload() {
        List<TritonInstance> before = instances();
        list.reload();
        List<TritonInstance> after = instances();
        Change change = new Change(without(before, after), without(after, before));
        LOG.infof("the list of slices was read again; new: %s; gone: %s", change.come(), change.gone());
        return change;
    }

    private List<TritonInstance> instances() {
        return registry.snapshots().stream().map(InstanceSnapshot::instance).toList();
    }

    private static List<String> without(List<TritonInstance> known, List<TritonInstance> all) {
        return all.stream()
                .filter(instance -> !known.contains(instance))
                .map(TritonInstance::name)
                .toList();
    }

    /** Models that a slice can draw with now and no other can. */
    private List<String> orphans(InstanceSnapshot leaving) {
        List<InstanceSnapshot> others = registry.snapshots().stream()
                .filter(snapshot -> !snapshot.instance().equals(leaving.instance()))
                .toList();
        return catalog.models().stream()
                .filter(model -> leaving.canDraw(model.manifest()))
                .filter(model -> others.stream().noneMatch(other -> other.canDraw(model.manifest())))
                .map(ModelDefinition::name)
                .toList();
    }

    private Member member(String name) {
        return members().stream()
                .filter(member -> member.slice().identity().name().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(name)); // it went meanwhile
    }

    private InstanceSnapshot find(String name) {
        return registry.snapshots().stream()
                .filter(snapshot -> snapshot.instance().name().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(name));
    }

    private FleetException unknown(String name) {
        String known = registry.snapshots().stream()
                .map(snapshot -> snapshot.instance().name())
                .collect(Collectors.joining(", "));
        return new FleetException(
                Reason.UNKNOWN_SLICE,
                "There is no slice '" + name + "'; "
                        + (known.isEmpty() ? "there are none at all." : "there are: " + known + "."));
    }
}
