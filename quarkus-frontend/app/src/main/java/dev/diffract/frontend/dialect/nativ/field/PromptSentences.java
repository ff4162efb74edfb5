package dev.diffract.frontend.dialect.nativ.field;

import dev.diffract.frontend.core.text.PromptLimit;

/** What callers read of a prompt that is beyond a limit. */
final class PromptSentences implements PromptLimit.Teller<String> {

    @Override
    public String chunks(PromptLimit.Chunks limit) {
        return "must have at most " + limit.most() + " chunks of " + limit.room() + " tokens, had " + limit.tokens()
                + " tokens in " + limit.chunks() + "; with the prompt syntax plain only the first chunk counts";
    }

    @Override
    public String chunksOfAllForms(PromptLimit.ChunksOfAllForms limit) {
        return "must have at most " + limit.most() + " chunks of " + limit.room()
                + " tokens in all of its forms together";
    }

    @Override
    public String heaviest(PromptLimit.Heaviest limit) {
        return "must not weight any part with more than " + limit.most() + "; nested brackets and weights multiply";
    }

    @Override
    public String lightParts(PromptLimit.LightParts limit) {
        return "must not weight more than " + limit.most() + " parts with less than 1 in compel's syntax";
    }

    @Override
    public String weightsOnly(PromptLimit.WeightsOnly limit) {
        return "must not use compel's .swap(), .blend(), .and(), .attend() or LoRAs: only its weights are understood";
    }
}
