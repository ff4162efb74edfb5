package dev.diffract.frontend.dialect.nativ.request;

import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.request.GenerationRequest;
import java.util.List;

/**
 * What a body asks for.
 *
 * @param unused names of fields that make no difference to what is drawn, although their values are in order
 */
public record ReadRequest(GenerationPlan plan, List<String> unused) {

    public ReadRequest {
        unused = List.copyOf(unused);
    }

    static ReadRequest of(GenerationPlan plan, GenerationRequest request) {
        return new ReadRequest(plan, UnusedFields.of(plan, request));
    }
}
