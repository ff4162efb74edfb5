package dev.diffract.frontend.dialect.nativ.document;

import dev.diffract.frontend.core.request.GenerationLimits;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.math.BigDecimal;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;

/** Says how many pictures a request may ask for: that is configured, and the document is written when the program is built. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.RUNTIME_STARTUP)
public class CountLimit implements OASFilter {

    private static final String KEY = "diffract.generation.max-count";

    @Override
    public void filterOpenAPI(OpenAPI document) {
        int most =
                ConfigProvider.getConfig().getOptionalValue(KEY, Integer.class).orElse(GenerationLimits.COUNT);
        for (Schema schema : document.getComponents().getSchemas().values()) {
            Schema count = schema.getProperties() == null
                    ? null
                    : schema.getProperties().get("count");
            if (count != null && count.getMaximum() != null) {
                count.setMaximum(BigDecimal.valueOf(most));
            }
        }
    }
}
