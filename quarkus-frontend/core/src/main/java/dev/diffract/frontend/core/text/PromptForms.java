package dev.diffract.frontend.core.text;

import dev.diffract.repository.kserve.FloatRow;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The forms that a prompt takes over the steps of a run, as AUTOMATIC1111 counts them: each model call is a step, of samplers
 * of two calls too. Immutable.
 *
 * @param forms what the prompt is in one step or another, at least one
 * @param formOfStep for each step, which of them
 * @param times for each form, how often AUTOMATIC1111 encodes it together with the others
 */
public record PromptForms(List<Conditioning> forms, List<Integer> formOfStep, List<Integer> times) {

    public PromptForms {
        forms = List.copyOf(forms);
        formOfStep = List.copyOf(formOfStep);
        times = List.copyOf(times);
    }

    /** Chunks of the longest form. */
    public int size() {
        return forms.stream().mapToInt(Conditioning::size).max().orElseThrow();
    }

    /**
     * What the prompt is in a model call. In AUTOMATIC1111 calls count from 0 and a form lasts up to the call of its last
     * step's number, so the first form has a call more than steps; calls beyond the last step have the first form again.
     *
     * @param call of the run, from 0
     */
    Conditioning at(int call) {
        return forms.get(formOfStep.get(stepOf(call, formOfStep.size()) - 1));
    }

    /**
     * The step, from 1, whose form a call has.
     *
     * @param call from 0
     */
    static int stepOf(int call, int steps) {
        return call > steps ? 1 : Math.max(1, call);
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

    /**
     * The text states of a model call: those of so many chunks behind each other; missing ones are those of an empty prompt.
     *
     * @param call of the run, from 0
     * @param encoded the text states of every {@linkplain #needed needed} chunk
     * @param length chunks, at least {@link #size()}
     */
    public FloatRow states(int call, TextStates encoded, int length) {
        return encoded.of(new TextStates.Form(this, at(call), length), form -> made(form, encoded));
    }

    /** The states of a lone chunk without weights are those of the chunk itself. */
    private static FloatRow made(TextStates.Form form, TextStates encoded) {
        return form.forms().isPlain(form)
                ? encoded.row(form.form().chunks().get(0).tokens())
                : new FloatRow(form.forms().composed(form.form(), encoded, form.length()));
    }

    private boolean isPlain(TextStates.Form form) {
        boolean alone = form.length() == 1 && form.form().detours().isEmpty();
        return alone && forms.stream().allMatch(each -> each.chunks().stream().noneMatch(WeightedChunk::isWeighted));
    }

    private float[] composed(Conditioning form, TextStates encoded, int length) {
        float[] states = form.states(encoded, length);
        if (form.weighting() == Weighting.MEAN_KEPT) {
            KeptMean mean = new KeptMean(forms, times, encoded);
            int chunk = states.length / length;
            for (int place = 0; place < size(); place++) {
                scale(states, place * chunk, chunk, mean.scale(place));
            }
        }
        return states;
    }

    private static void scale(float[] states, int from, int count, float scale) {
        for (int i = from; scale != 1 && i < from + count; i++) {
            states[i] *= scale;
        }
    }

    /** Of the longest form. */
    public TokenUse tokens() {
        return forms.stream()
                .map(Conditioning::use)
                .max(Comparator.comparingInt(TokenUse::count))
                .orElseThrow();
    }
}
