package dev.diffract.frontend.core.sampling;

import java.util.List;

/**
 * @param displayName AUTOMATIC1111's name
 * @param aliases other names it is known by
 */
public record SamplerFactory(String displayName, List<String> aliases) {}
