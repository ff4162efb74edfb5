package dev.diffract.frontend.core.text;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What AUTOMATIC1111 scales weighted chunks by, so that their mean stays what it was. It encodes all forms of a prompt together, place by
 * place, so the mean is that of all chunks of one place: a form that is encoded twice counts twice, and an empty chunk of a form that is
 * shorter counts too. Each is scaled alike, whether or not it has a weight of its own.
 *
 * @param times how often each form is encoded
 * @param encoded the text states of every chunk
 */
record KeptMean(List<Conditioning> forms, List<Integer> times, TextStates encoded) {

    /**
     * @param place of the chunk, from 0
     */
    float scale(int place) {
        if (forms.stream().noneMatch(form -> isWeighted(form, place))) {
            return 1;
        }
        double before = 0;
        double after = 0;
        for (int i = 0; i < forms.size(); i++) {
            Conditioning form = forms.get(i);
            Optional<WeightedChunk> chunk = form.chunk(place);
            double[] sums = encoded.sums(chunk.map(WeightedChunk::tokens).orElseGet(form::empty));
            double plain = sum(sums, null);
            before += times.get(i) * plain;
            after += times.get(i)
                    * chunk.filter(WeightedChunk::isWeighted)
                            .map(weighted -> sum(sums, weighted.weights()))
                            .orElse(plain);
        }
        return after == 0 ? 1 : (float) (before / after); // nothing can be scaled to a mean from zero
    }

    private static boolean isWeighted(Conditioning form, int place) {
        return form.chunk(place).filter(WeightedChunk::isWeighted).isPresent();
    }

    /** Forms are of the same size, so that their means are as their sums. */
    private static double sum(double[] sums, float @Nullable [] weights) {
        double sum = 0;
        for (int i = 0; i < sums.length; i++) {
            sum += weights == null ? sums[i] : sums[i] * weights[i];
        }
        return sum;
    }
}
