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
    public String deepest(PromptLimit.Deepest limit) {
        return "must not have more than " + limit.most() + " brackets open at once; a backslash makes a bracket text";
    }

    @Override
    public String charactersOfAllForms(PromptLimit.CharactersOfAllForms limit) {
        return "must have at most " + limit.most() + " characters in all of its forms together";
    }

    @Override
    public String unwritable(PromptLimit.Unwritable limit) {
        return "must be text that a file can hold: character " + limit.at()
                + " is U+0000 or half of a pair of surrogates";
    }

    @Override
    public String weightsOnly(PromptLimit.WeightsOnly limit) {
        return "must not use compel's .swap(), .blend(), .and(), .attend() or LoRAs: only its weights are understood";
    }
}
