package dev.diffract.frontend.core.infotext;

import dev.diffract.frontend.core.request.GenerationRequest;
import java.util.Map;

/**
 * What a picture's parameters say.
 *
 * @param request that draws the picture again, unchecked; fields that the parameters do not hold are {@code null}
 * @param others parameters that no field stands for, or whose values are none of the field's, in their order
 */
public record RestoredRequest(GenerationRequest request, Map<String, String> others) {}
