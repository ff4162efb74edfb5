package dev.diffract.frontend.dialect.nativ.field;

import dev.diffract.repository.layout.SizeReason;
import dev.diffract.repository.layout.SizeRule;

/** Parts of sentences on the sizes that a model draws: which, and why no others. */
final class SizeSentences {

    private SizeSentences() {}

    /** What a side must be. */
    static String side(SizeRule allowed) {
        return (allowed.sizes().isEmpty()
                        ? "a multiple of " + allowed.multiple() + " from " + allowed.min() + " to " + allowed.max()
                        : "a side of one of the sizes " + allowed.text())
                + why(allowed);
    }

    /** What width and height must be. */
    static String sizes(SizeRule allowed) {
        return (allowed.sizes().isEmpty() ? "" : "one of the sizes ") + listed(allowed);
    }

    /** Without saying that they are sizes. */
    static String listed(SizeRule allowed) {
        return allowed.text() + why(allowed);
    }

    private static String why(SizeRule allowed) {
        return ", since "
                + allowed.reason().map(reason -> reason(reason, allowed)).orElse("the model's repository says so");
    }

    private static String reason(SizeReason reason, SizeRule allowed) {
        return switch (reason) {
            case HALVINGS -> "the model halves pictures " + allowed.halvings().orElseThrow() + " times";
            case AUTHORS -> "the model's authors say so";
            case GRAPHS -> "the model's graphs have no other";
            case ENGINES -> "the model's engines were built for them";
        };
    }
}
