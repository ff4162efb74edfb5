package dev.diffract.builder.planning.plan;

import java.util.List;
import java.util.stream.Stream;

/**
 * What becomes of a plan.
 *
 * @param plan the plan
 * @param gpus one report per entry, in the file's order
 * @param findings entries whose slices do not fit
 * @param notes what is legal and yet worth knowing, one sentence each
 */
public record PlanReport(Plan plan, List<GpuReport> gpus, List<Finding> findings, List<String> notes) {

    public PlanReport {
        gpus = List.copyOf(gpus);
        findings = List.copyOf(findings);
        notes = List.copyOf(notes);
    }

    /** The same report with more notes. */
    public PlanReport with(List<String> more) {
        return new PlanReport(
                plan,
                gpus,
                findings,
                Stream.concat(notes.stream(), more.stream()).toList());
    }

    /** Whether every entry whose card is known can be cut as planned. */
    public boolean legal() {
        return findings.isEmpty();
    }
}
