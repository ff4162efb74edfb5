package dev.diffract.builder.verify;

import java.util.List;

/**
 * @param findings a sentence each, empty if all is well
 * @param files files of the repository, the manifest included
 * @param models models in the manifest
 */
public record VerifyReport(List<String> findings, int files, int models) {

    public VerifyReport {
        findings = List.copyOf(findings);
    }
}
