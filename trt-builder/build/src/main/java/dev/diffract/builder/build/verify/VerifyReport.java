package dev.diffract.builder.build.verify;

import dev.diffract.repository.layout.EngineTarget;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * @param findings a sentence each, empty if all is well
 * @param warnings what a server takes and serves badly, a sentence each
 * @param unchecked what could not be checked, and why, a sentence each
 * @param target the slice that the repository's engines are for; empty if it has none
 * @param files files of the repository, the manifest included
 * @param models models in the manifest
 */
public record VerifyReport(
        List<String> findings,
        List<String> warnings,
        List<String> unchecked,
        Optional<EngineTarget> target,
        int files,
        int models) {

    public VerifyReport {
        findings = List.copyOf(findings);
        warnings = List.copyOf(warnings);
        unchecked = List.copyOf(unchecked);
    }

    /** This with more findings, and more that could not be checked. */
    public VerifyReport with(List<String> moreFindings, List<String> moreUnchecked) {
        return new VerifyReport(
                Stream.concat(findings.stream(), moreFindings.stream()).toList(),
                warnings,
                Stream.concat(unchecked.stream(), moreUnchecked.stream()).toList(),
                target,
                files,
                models);
    }
}
