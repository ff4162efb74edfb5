package dev.diffract.frontend.core.text;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The forms that a prompt takes over the steps of a run. Immutable.
 *
 * @param forms what the prompt is in one step or another, at least one
 * @param formOfStep for each step, which of them
 */
public record PromptForms(List<Conditioning> forms, List<Integer> formOfStep) {

    public PromptForms {
        forms = List.copyOf(forms);
        formOfStep = List.copyOf(formOfStep);
    }

    /** Chunks of the longest form. */
    public int size() {
        return forms.stream().mapToInt(Conditioning::size).max().orElseThrow();
    }

    /**
     * What the prompt is in a model call: samplers may make more calls than steps, or fewer.
     *
     * @param call from 0
     * @param calls of the whole run
     */
    public Conditioning at(int call, int calls) {
        return forms.get(formOfStep.get(call * formOfStep.size() / calls));
    }

    /**
     * Everything that has to be encoded.
     *
     * @param length chunks that each form is to have, at least {@link #size()}
     */
    public Set<TokenChunk> needed(int length) {
        Set<TokenChunk> needed = new LinkedHashSet<>();
        forms.forEach(form -> needed.addAll(form.needed(length)));
        return needed;
    }

    /** Of the longest form. */
    public TokenUse tokens() {
        return forms.stream()
                .map(Conditioning::use)
                .max(Comparator.comparingInt(TokenUse::count))
                .orElseThrow();
    }
}
