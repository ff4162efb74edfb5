package dev.diffract.frontend.core.rollout;

import dev.diffract.frontend.core.model.ModelDefinition;
import dev.diffract.frontend.core.model.Share;
import java.time.Duration;
import java.util.Optional;

/**
 * What a model is switched to, and how.
 *
 * @param canary who draws with it first, until the switch goes on by another order; empty for everybody at once
 * @param inPlace whether every slice has one checkpoint at a time, even where two fit: it is drained, and the one before is unloaded first
 * @param grace what has begun with the one before may take so long to end
 * @param patience a slice may take so long until it has the next one
 */
public record SwitchOrder(
        ModelDefinition next, Optional<Share> canary, boolean inPlace, Duration grace, Duration patience) {}
