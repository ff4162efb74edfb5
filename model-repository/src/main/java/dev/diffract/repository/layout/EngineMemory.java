package dev.diffract.repository.layout;

import java.util.Optional;

/**
 * What a model's engine takes of the memory of the slice that it was built in, as its configuration tells it: a frontend so knows of each slice what has room
 * there. As text {@code takes=2150000000 of=10468982784 gpu=H100-80GB profile=1g.10gb}.
 *
 * @param takes bytes of the engine's file, which are about its weights, and of its execution contexts; at least 0
 * @param of bytes that a program finds in the slice, at least 1; both at most 2 to the power of 50
 * @param gpu GPU model by its name in the catalogue
 * @param profile MIG profile
 */
public record EngineMemory(long takes, long of, String gpu, String profile) {

    private static final String TAKES = "takes=";
    private static final String OF = "of=";
    private static final String GPU = "gpu=";
    private static final String PROFILE = "profile=";
    private static final int PARTS = 4;

    /** More than any slice has, and so little that those of all models can be added. */
    private static final long MOST = 1L << 50;

    /** Characters that are read. */
    private static final int LONGEST = 256;

    /**
     * @throws IllegalArgumentException if a number is out of its range
     */
    public EngineMemory {
        if (takes < 0 || of < 1 || takes > MOST || of > MOST) {
            throw new IllegalArgumentException("an engine takes " + takes + " of " + of
                    + " bytes, expected some from 0 of some from 1, and no more than " + MOST);
        }
    }

    /**
     * An engine's.
     *
     * @param target the slice that it was built in
     * @param fileBytes size of its file
     */
    public static EngineMemory of(EngineTarget target, EngineRecord engine, long fileBytes) {
        return new EngineMemory(
                fileBytes + engine.activationBytes(), target.memoryBytes(), target.gpu(), target.profile());
    }

    /** Whether engines that were built in a slice like that take the same of this one's slice. */
    public boolean isOn(EngineTarget target) {
        return gpu.equals(target.gpu()) && profile.equals(target.profile());
    }

    /** As its configuration tells it. */
    public String text() {
        return TAKES + takes + " " + OF + of + " " + GPU + gpu + " " + PROFILE + profile;
    }

    /** What a configuration tells; empty if it cannot be read. */
    public static Optional<EngineMemory> parse(String text) {
        String[] parts = text.length() > LONGEST ? new String[0] : text.strip().split(" ");
        if (parts.length != PARTS) {
            return Optional.empty();
        }
        try {
            return Optional.of(new EngineMemory(
                    Long.parseLong(after(TAKES, parts[0])),
                    Long.parseLong(after(OF, parts[1])),
                    after(GPU, parts[2]),
                    after(PROFILE, parts[3])));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String after(String key, String part) {
        if (!part.startsWith(key)) {
            throw new IllegalArgumentException("a part of it does not begin with " + key);
        }
        return part.substring(key.length());
    }
}
