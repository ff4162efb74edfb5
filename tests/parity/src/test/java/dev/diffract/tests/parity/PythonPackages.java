package dev.diffract.tests.parity;

import java.util.List;
import java.util.Optional;

/** The sets of pinned packages that scripts run with. */
enum PythonPackages {
    /** The references themselves. */
    RECORD(
            Optional.empty(),
            List.of(List.of("-r", "requirements.txt"), List.of("--no-deps", "-r", "requirements-no-deps.txt"))),
    /**
     * What users export graphs with, laid over the references, whose torch it shares. Its pins name everything that differs:
     * the exporter asks for another release of its own library than the pinned one, so pip must not resolve them.
     */
    EXPORT(Optional.of(RECORD), List.of(List.of("--no-deps", "-r", "export_shapes.requirements.txt")));

    private final Optional<PythonPackages> below;
    private final List<List<String>> installs;

    PythonPackages(Optional<PythonPackages> below, List<List<String>> installs) {
        this.below = below;
        this.installs = installs;
    }

    /** The set whose packages are seen where this one has none. */
    Optional<PythonPackages> below() {
        return below;
    }

    /** The arguments of each call of pip, file names relative to the scripts' folder. */
    List<List<String>> installs() {
        return installs;
    }
}
