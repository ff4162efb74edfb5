package dev.diffract.frontend.wiring;

import dev.diffract.repository.layout.EngineRecord;
import dev.diffract.repository.layout.EngineTarget;
import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.layout.PreviewFactors;
import dev.diffract.repository.layout.SizeRule;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** A manifest is bound to records by reflection, which a native image has to be told of. */
@RegisterForReflection(
        targets = {
            EngineRecord.class,
            EngineRecord.Measurement.class,
            EngineRecord.Range.class,
            EngineTarget.class,
            Manifest.class,
            Manifest.Defaults.class,
            Manifest.FileDigest.class,
            Manifest.NumericCheck.class,
            Manifest.Pipeline.class,
            Manifest.ServedModel.class,
            Manifest.Size.class,
            SizeRule.class,
            SizeRule.SizeRange.class,
            PreviewFactors.class
        })
final class ManifestReflection {

    private ManifestReflection() {}
}
