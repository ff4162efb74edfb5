package dev.diffract.builder.nvidia.tensorrt;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One optimisation profile of an engine: a range for every input with a dynamic dimension. Inputs of a fixed shape may be
 * left out.
 */
public record ShapeProfile(Map<String, ShapeRange> inputs) {

    public ShapeProfile {
        inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    }
}
