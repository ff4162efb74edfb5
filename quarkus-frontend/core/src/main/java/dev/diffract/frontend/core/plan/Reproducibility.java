package dev.diffract.frontend.core.plan;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much alike a plan's pictures are whenever they are drawn.
 *
 * @param exact whether to the bit: every call has its batch for itself, and all are computed by engines that round alike. Else to the
 *     bit only if the batches are the same, and mostly to 1 of 255 levels otherwise
 * @param engines digest of the engines that are to draw; empty if any of them may, and of pictures that need not be exact
 */
public record Reproducibility(boolean exact, Optional<String> engines) {

    /** Mostly to 1 of 255 levels: batches are shared. */
    public static final Reproducibility CLOSE = new Reproducibility(false, Optional.empty());

    /** To the bit, by any engines. */
    public static final Reproducibility EXACT = new Reproducibility(true, Optional.empty());

    /** How users may say it. */
    public static final List<String> NAMES = List.of("close", "exact", "exact-ENGINES");

    private static final Pattern OF_ENGINES = Pattern.compile("exact-([0-9a-f]{12})");

    /**
     * @throws IllegalArgumentException if engines are named for what need not be exact
     */
    public Reproducibility {
        if (!exact && engines.isPresent()) {
            throw new IllegalArgumentException("engines are named for pictures that need not be exact");
        }
    }

    /** As users write it: with the digest where there is one. */
    public String label() {
        return exact ? engines.map(digest -> "exact-" + digest).orElse("exact") : "close";
    }

    /** The same, once it is known what draws. */
    public Reproducibility by(Optional<String> drawn) {
        return exact && engines.isEmpty() ? new Reproducibility(true, drawn) : this;
    }

    public static Optional<Reproducibility> find(String label) {
        Matcher ofEngines = OF_ENGINES.matcher(label);
        if (ofEngines.matches()) {
            return Optional.of(new Reproducibility(true, Optional.of(ofEngines.group(1))));
        }
        return switch (label) {
            case "close" -> Optional.of(CLOSE);
            case "exact" -> Optional.of(EXACT);
            default -> Optional.empty();
        };
    }
}
