package dev.diffract.repository.layout;

import dev.diffract.repository.pipeline.ModelRole;
import java.util.Arrays;
import java.util.Optional;

/**
 * A served model's name, {@code sd15-3f9a12c4.unet}: the model, the first digits of its checkpoint's digest, and the role. A server
 * answers under the name it was asked by, and knows only the names it has: so every answer proves the checkpoint it is of, a server whose
 * models were replaced says that it has none of this name, and two checkpoints of one model stand side by side. Repositories of
 * earlier builders have names of other forms, which prove nothing.
 *
 * @param model as users say it in requests
 * @param digits the first {@value #DIGITS} of the checkpoint's digest, in lower-case hexadecimal
 */
public record ServedName(String model, String digits, ModelRole role) {

    /** Hexadecimal digits of the digest in a name: 32 bits, which two checkpoints of one model hardly share. */
    public static final int DIGITS = 8;

    /**
     * @throws IllegalArgumentException if the model has no name, or the digits are none
     */
    public ServedName {
        if (model.isEmpty() || digits.length() != DIGITS || !areHexadecimal(digits)) {
            throw new IllegalArgumentException("a served name is of a model and of " + DIGITS
                    + " hexadecimal digits, were '" + model + "' and '" + digits + "'");
        }
    }

    /**
     * The name of a checkpoint's model.
     *
     * @param checkpoint the digest, {@code sha256:...}
     * @throws IllegalArgumentException if the model has no name, or the digest has fewer digits than a name
     */
    public static ServedName of(String model, String checkpoint, ModelRole role) {
        String hexadecimal = checkpoint.substring(checkpoint.indexOf(':') + 1);
        return new ServedName(model, hexadecimal.substring(0, Math.min(DIGITS, hexadecimal.length())), role);
    }

    /** Reads a name; empty for one of another form. */
    public static Optional<ServedName> parse(String name) {
        int dot = name.lastIndexOf('.');
        int dash = dot - DIGITS - 1;
        if (dash < 1 || name.charAt(dash) != '-' || !areHexadecimal(name.substring(dash + 1, dot))) {
            return Optional.empty();
        }
        String role = name.substring(dot + 1);
        return Arrays.stream(ModelRole.values())
                .filter(known -> known.id().equals(role))
                .map(known -> new ServedName(name.substring(0, dash), name.substring(dash + 1, dot), known))
                .findFirst();
    }

    /** Whether whatever answers under a name is of this checkpoint: the name says so. */
    public static boolean proves(String name, String checkpoint) {
        return parse(name).filter(served -> served.isOf(checkpoint)).isPresent();
    }

    /** What a model does, for people who know nothing of names on servers: its role, with which names of earlier builders end, too. */
    public static String role(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** Whether it says this digest. */
    public boolean isOf(String checkpoint) {
        return checkpoint.startsWith(digits, checkpoint.indexOf(':') + 1);
    }

    /** The name itself. */
    @Override
    public String toString() {
        return model + "-" + digits + "." + role.id();
    }

    private static boolean areHexadecimal(String text) {
        return text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }
}
