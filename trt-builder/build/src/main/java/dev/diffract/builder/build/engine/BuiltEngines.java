package dev.diffract.builder.build.engine;

import dev.diffract.builder.build.assemble.ServedForm;
import dev.diffract.repository.layout.EngineRecord;
import dev.diffract.repository.pipeline.ModelRole;
import java.util.Map;
import java.util.Optional;

/**
 * The engines of a set.
 *
 * @param unetBatch samples of the UNet at once
 * @param records by role
 */
record BuiltEngines(EngineSet set, int unetBatch, Map<ModelRole, EngineRecord> records) {

    BuiltEngines {
        records = Map.copyOf(records);
    }

    ServedForm form(Component component) {
        EngineRecord record = records.get(component.role());
        EngineShapes shapes = set.shapes(component, unetBatch);
        return new ServedForm(
                component.served(),
                EngineConfigs.of(component.model(), shapes),
                component.prepared().changes(),
                Optional.of(record));
    }
}
