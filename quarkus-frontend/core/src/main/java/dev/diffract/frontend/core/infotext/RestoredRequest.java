package dev.diffract.frontend.core.infotext;

import dev.diffract.frontend.core.request.GenerationRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a picture's parameters say.
 *
 * @param request that draws the picture again; fields that the parameters do not hold are {@code null}. {@code null} if nothing
 *     that stands there could be read
 * @param others parameters that no field stands for, or whose values the field does not take, in their order
 */
public record RestoredRequest(@Nullable GenerationRequest request, Map<String, String> others) {}
