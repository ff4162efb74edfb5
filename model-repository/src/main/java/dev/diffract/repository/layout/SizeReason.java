package dev.diffract.repository.layout;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Why a model draws multiples of one number and no other sizes. */
public enum SizeReason {
    /** The models halve a side so often, and what they halve has to be even each time. */
    HALVINGS("halvings"),
    /** The authors say so beside the graphs ({@code size_multiple}). */
    AUTHORS("authors"),
    /** The graphs have one size. */
    GRAPHS("graphs"),
    /** Engines were built for these sizes. */
    ENGINES("engines");

    private final String id;

    SizeReason(String id) {
        this.id = id;
    }

    /** The reason's name in the manifest. */
    public String id() {
        return id;
    }

    /**
     * @throws IllegalArgumentException if there is no such reason; the message has those there are
     */
    public static SizeReason ofId(String id) {
        return Arrays.stream(values())
                .filter(reason -> reason.id.equals(id))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("unknown reason for sizes '" + id + "', expected one of "
                                + Arrays.stream(values()).map(SizeReason::id).collect(Collectors.joining(", "))));
    }
}
