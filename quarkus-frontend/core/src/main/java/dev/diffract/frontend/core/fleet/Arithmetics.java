package dev.diffract.frontend.core.fleet;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Says of instances by a short digest whether they give the same bits to the same batches. */
final class Arithmetics {

    /** Of the digest; as many as of an engine's name in answers. */
    private static final int CHARACTERS = 12;

    private Arithmetics() {}

    /**
     * Digest over the engines, the threads and the largest batches of some models.
     *
     * @param served what an instance has, by served name
     * @param models names of all that have to be there
     * @return empty if one is not there, is of another checkpoint, or is served without a word on how it rounds
     */
    static Optional<String> of(Map<String, ServedModel> served, String checkpoint, Set<String> models) {
        StringBuilder text = new StringBuilder();
        for (String name : new TreeSet<>(models)) {
            ServedModel model = served.get(name);
            if (model == null
                    || !model.checkpoint().equals(checkpoint)
                    || model.arithmetic().isEmpty()) {
                return Optional.empty();
            }
            text.append(name)
                    .append(' ')
                    .append(model.largestBatch())
                    .append(' ')
                    .append(model.arithmetic().get())
                    .append('\n');
        }
        return Optional.of(digest(checkpoint + '\n' + text));
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, CHARACTERS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
