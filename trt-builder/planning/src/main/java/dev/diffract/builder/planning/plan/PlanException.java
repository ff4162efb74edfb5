package dev.diffract.builder.planning.plan;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A plan file cannot be used. The message has one line per finding. */
public final class PlanException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Finding> findings;

    public PlanException(Path file, List<Finding> findings) {
        super(findings.stream().map(finding -> finding.in(file)).collect(Collectors.joining("\n")));
        this.findings = List.copyOf(findings);
    }

    /** Everything that is wrong, in the file's order. */
    public List<Finding> findings() {
        return findings;
    }
}
