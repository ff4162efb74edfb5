package dev.diffract.builder.planning.mig;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says why wishes, of which none can be spared, cannot be met together. */
final class Conflict {

    private Conflict() {}

    static String explain(GpuModel gpu, List<Wish> wishes) {
        for (Wish wish : wishes) {
            if (wish.start().isPresent()
                    && !wish.profile().starts().contains(wish.start().getAsInt())) {
                return wish.profile() + " cannot start at unit " + wish.start().getAsInt() + ": it starts at unit "
                        + Words.or(wish.profile().starts()) + " only";
            }
        }
        Optional<String> company = company(gpu, wishes);
        if (company.isPresent()) {
            return company.get();
        }
        int units =
                wishes.stream().mapToInt(wish -> wish.profile().memoryUnits()).sum();
        if (units > gpu.axis()) {
            return Words.counted(wishes) + " need " + units + " memory units, and the " + gpu + " has " + gpu.axis();
        }
        List<String> starts = wishes.stream()
                .filter(wish -> wish.start().isEmpty())
                .map(Wish::profile)
                .distinct()
                .map(profile ->
                        profile + " takes " + profile.memoryUnits() + " units from " + Words.or(profile.starts()))
                .toList();
        return Words.counted(wishes) + " cannot be placed without overlap"
                + (starts.isEmpty() ? "" : ": " + String.join("; ", starts));
    }

    private static Optional<String> company(GpuModel gpu, List<Wish> wishes) {
        List<MigProfile> before = new ArrayList<>();
        for (Wish wish : wishes) {
            Optional<String> objection = LayoutRules.company(gpu, before, wish.profile());
            if (objection.isPresent()) {
                return objection;
            }
            before.add(wish.profile());
        }
        return Optional.empty();
    }
}
