package dev.diffract.builder.planning.mig;

import java.util.Optional;

/** Whether wishes can be met on one GPU. */
public sealed interface Verdict {

    /** @param layout a layout that meets every wish, the one that leaves most for others */
    record Legal(Layout layout) implements Verdict {}

    /**
     * No layout exists; every one was tried or excluded.
     *
     * @param reason a smallest part of the wishes that cannot be met, and why
     * @param alternative the nearest layout that exists; empty if none has an instance
     */
    record Illegal(String reason, Optional<Alternative> alternative) implements Verdict {}
}
