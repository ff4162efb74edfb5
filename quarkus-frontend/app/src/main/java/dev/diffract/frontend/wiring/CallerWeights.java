package dev.diffract.frontend.wiring;

import dev.diffract.frontend.service.Network;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What callers weigh, by their addresses: as the smallest network says that has it, and 1 if none has. */
final class CallerWeights implements ToDoubleFunction<String> {

    private static final double USUAL = 1;

    private static final Pattern ENTRY = Pattern.compile("([^=]{1,60})=([0-9]{1,9}(?:\\.[0-9]{1,9})?)");

    private final List<Weight> weights;

    private record Weight(Network network, double weight) {}

    private CallerWeights(List<Weight> weights) {
        this.weights = weights;
    }

    /**
     * @param entries like {@code 10.0.0.0/8=2}
     * @throws IllegalArgumentException if one is wrong
     */
    static CallerWeights of(List<String> entries) {
        return new CallerWeights(entries.stream()
                .map(entry -> weight(entry)
                        .orElseThrow(() -> new IllegalArgumentException("no network and its weight: " + entry)))
                .sorted(Comparator.comparingInt(
                                (Weight weight) -> weight.network().bits())
                        .reversed())
                .toList());
    }

    /** Those that are wrong. */
    static List<String> faults(List<String> entries) {
        return entries.stream().filter(entry -> weight(entry).isEmpty()).toList();
    }

    @Override
    public double applyAsDouble(String caller) {
        return Network.address(caller)
                .flatMap(address -> weights.stream()
                        .filter(weight -> weight.network().has(address))
                        .findFirst())
                .map(Weight::weight)
                .orElse(USUAL);
    }

    private static Optional<Weight> weight(String entry) {
        Matcher parts = ENTRY.matcher(entry.strip());
        if (!parts.matches()) {
            return Optional.empty();
        }
        double weight = Double.parseDouble(parts.group(2));
        return Network.parse(parts.group(1)).filter(network -> weight > 0).map(network -> new Weight(network, weight));
    }
}
