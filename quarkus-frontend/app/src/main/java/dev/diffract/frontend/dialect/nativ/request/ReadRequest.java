package dev.diffract.frontend.dialect.nativ.request;

import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.request.Field;
import dev.diffract.frontend.core.request.GenerationRequest;
import dev.diffract.frontend.core.request.SourceRequest;
import dev.diffract.frontend.dialect.nativ.field.Names;
import java.util.ArrayList;
import java.util.List;

/**
 * What a body asks for.
 *
 * @param unused names of fields that were sent with their default and say nothing without another one: clients that were generated
 *     send them always, but whoever meant one has forgotten a picture
 */
public record ReadRequest(GenerationPlan plan, List<String> unused) {

    public ReadRequest {
        unused = List.copyOf(unused);
    }

    static ReadRequest of(GenerationPlan plan, GenerationRequest request) {
        SourceRequest source = request.source();
        List<String> unused = new ArrayList<>();
        if (source.image() == null && source.strength() != null) {
            unused.add(Names.of(Field.STRENGTH));
        }
        if (source.mask().mask() == null && source.mask().blur() != null) {
            unused.add(Names.of(Field.MASK_BLUR));
        }
        return new ReadRequest(plan, unused);
    }
}
