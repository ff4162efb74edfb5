package dev.diffract.frontend.core.infotext;

import dev.diffract.frontend.core.request.GenerationRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a picture's parameters say.
 *
 * @param request that draws the picture again; fields that the parameters do not hold are {@code null}. {@code null} if nothing
 *     that stands there could be read
 * @param others parameters that no field stands for, or whose values the field does not take, in their order
 * @param notRestorable parameters of the request that the program which wrote them draws otherwise, so that the picture comes
 *     back alike and not the same
 */
public record RestoredRequest(
        @Nullable GenerationRequest request, Map<String, String> others, List<String> notRestorable) {

    public RestoredRequest {
        notRestorable = List.copyOf(notRestorable);
    }

    /** What is to be added to the request, or it draws another picture. */
    public Set<Missing> missing() {
        return Missing.in(request, others);
    }
}
