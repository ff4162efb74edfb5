package dev.diffract.builder.build.choose;

import java.util.Optional;

/** Where measured figures come from. */
@FunctionalInterface
public interface Measurements {

    /**
     * @param model a model of the plan
     * @param gpu GPU model of the catalogue
     * @param profile MIG profile
     * @return what was measured, if anything was
     */
    Optional<Measured> of(String model, String gpu, String profile);
}
