package dev.diffract.builder.planning.live;

import dev.diffract.builder.nvidia.nvml.MigDevice;
import dev.diffract.builder.planning.cards.CardSlice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Planned slices and the devices of a GPU, compared by profile: all that can be said where it is not known at which places instances are.
 *
 * @param found slices for which there is a device
 * @param missing slices for which there is none
 * @param others devices that are no slice of the plan, those among them that have a part of their instance's SMs
 */
public record DeviceTally(List<CardSlice> found, List<CardSlice> missing, List<MigDevice> others) {

    static DeviceTally of(CardDiff diff) {
        List<CardSlice> found = new ArrayList<>();
        List<CardSlice> missing = new ArrayList<>();
        List<MigDevice> left = new ArrayList<>(diff.gpu().devices());
        for (CardSlice slice : diff.card().slices()) {
            Optional<MigDevice> device = left.stream()
                    .filter(candidate -> slice.placement().profile().isCalled(candidate.profile()))
                    .findFirst();
            device.ifPresent(left::remove);
            (device.isPresent() ? found : missing).add(slice);
        }
        return new DeviceTally(List.copyOf(found), List.copyOf(missing), List.copyOf(left));
    }

    public boolean complete() {
        return missing.isEmpty() && others.isEmpty();
    }
}
