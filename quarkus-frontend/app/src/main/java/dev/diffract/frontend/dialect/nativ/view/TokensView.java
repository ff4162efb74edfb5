package dev.diffract.frontend.dialect.nativ.view;

import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.text.TokenUse;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What became of a prompt's tokens. */
@RegisterForReflection
@Schema(name = "Tokens", description = "What became of a prompt's tokens; of an edited one, of its longest form")
public record TokensView(
        @Schema(description = "Tokens that are used", minimum = "0")
        int count,

        @Schema(description = "Times the text encoder runs for it", minimum = "1")
        int chunks,

        @Schema(description = "For each chunk, how many tokens the prompt has up to its end")
        List<Integer> borders,

        @Schema(description = "Tokens that did not fit: only with the prompt syntax plain", minimum = "0")
        int dropped) {

    /** By the field of the request: {@code prompt} and {@code negative_prompt}. */
    public static Map<String, TokensView> of(GenerationPlan plan) {
        Map<String, TokensView> views = new TreeMap<>();
        views.put("prompt", of(plan.prompts().prompt().tokens()));
        views.put("negative_prompt", of(plan.prompts().negative().tokens()));
        return views;
    }

    private static TokensView of(TokenUse use) {
        return new TokensView(use.count(), use.chunks(), use.borders(), use.dropped());
    }
}
