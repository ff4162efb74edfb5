package dev.diffract.frontend.dialect.nativ;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What an Accept header says of media types (RFC 9110, 12.5.1): the most exact range counts, and a weight of 0 forbids. */
final class Acceptance {

    private static final String ANY = "*";

    /** Characters of a type: two names of at most 127 (RFC 6838, 4.2), and some blanks. */
    private static final int LONGEST = 300;

    private final List<Range> ranges = new ArrayList<>();

    /** @param accept what is none of its ranges is passed over; without any, everything is accepted */
    Acceptance(String accept) {
        for (String part : accept.split(",")) {
            Range.read(part).ifPresent(ranges::add);
        }
    }

    /**
     * @param types the best liked first
     * @return the one with the largest weight; nothing if none is accepted
     */
    Optional<String> best(List<String> types) {
        String best = null;
        double most = 0;
        for (String type : types) {
            double weight = weight(type);
            if (weight > most) {
                most = weight;
                best = type;
            }
        }
        return Optional.ofNullable(best);
    }

    /** Whether a type is accepted by its name. */
    boolean names(String type) {
        return ranges.stream().anyMatch(range -> range.isFor(type) && range.weight() > 0);
    }

    private double weight(String type) {
        return ranges.isEmpty()
                ? 1
                : ranges.stream()
                        .filter(range -> range.holds(type))
                        .max(Comparator.comparingInt(Range::exactness))
                        .map(Range::weight)
                        .orElse(0.0);
    }

    /** @param weight 0 to 1 */
    private record Range(String type, String subtype, double weight) {

        static Optional<Range> read(String text) {
            String[] parts = text.strip().split(";", -1);
            if (parts[0].length() > LONGEST) {
                return Optional.empty();
            }
            String[] names = parts[0].strip().toLowerCase(Locale.ROOT).split("/", -1);
            return names.length == 2 && !names[0].isEmpty() && !names[1].isEmpty()
                    ? Optional.of(new Range(names[0], names[1], weight(parts)))
                    : Optional.empty();
        }

        private static double weight(String[] parts) {
            for (String part : parts) {
                String[] pair = part.split("=", 2);
                if (pair.length == 2 && pair[0].strip().equalsIgnoreCase("q")) {
                    return number(pair[1].strip());
                }
            }
            return 1;
        }

        /** What is no weight counts as none said. */
        private static double number(String text) {
            try {
                double weight = Double.parseDouble(text);
                return weight >= 0 && weight <= 1 ? weight : 1;
            } catch (NumberFormatException e) {
                return 1;
            }
        }

        boolean isFor(String mediaType) {
            return mediaType.equals(type + "/" + subtype);
        }

        boolean holds(String mediaType) {
            return type.equals(ANY) || isFor(mediaType) || (subtype.equals(ANY) && mediaType.startsWith(type + "/"));
        }

        int exactness() {
            return (type.equals(ANY) ? 0 : 1) + (subtype.equals(ANY) ? 0 : 1);
        }
    }
}
