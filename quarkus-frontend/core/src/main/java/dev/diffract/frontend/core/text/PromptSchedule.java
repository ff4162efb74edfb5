package dev.diffract.frontend.core.text;

import dev.diffract.frontend.core.text.Piece.Moment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * AUTOMATIC1111's prompt editing: {@code [a:b:7]} is a up to step 7 and then b, {@code [a:b:0.5]} changes after half of the
 * steps, {@code [b:7]} and {@code [a::7]} leave one of them out, {@code [a|b]} changes with every step. They nest. Any other
 * brackets stay as they are.
 *
 * @param texts the prompt in each step
 * @param ends the steps after which it may be another text, ascending, up to the last step. AUTOMATIC1111 encodes the texts
 *     of these, together and alike ones too
 */
record PromptSchedule(List<String> texts, List<Integer> ends) {

    PromptSchedule {
        texts = List.copyOf(texts);
        ends = List.copyOf(ends);
    }

    /** Of a prompt that does not change. */
    static PromptSchedule unchanging(String prompt, int steps) {
        return new PromptSchedule(Collections.nCopies(steps, prompt), List.of(steps));
    }

    /**
     * Of a run. After other runs, numbers of steps and shares go on where those ended: 1.5 is half of the second run.
     *
     * @param steps of the run
     * @param before steps of runs before it
     */
    static PromptSchedule of(CharSequence prompt, int steps, int before) {
        Optional<Piece> piece = EditingParser.parse(prompt);
        if (piece.isEmpty()) {
            return unchanging(prompt.toString(), steps);
        }
        List<String> texts = new ArrayList<>();
        for (int step = 1; step <= steps; step++) {
            StringBuilder out = new StringBuilder();
            piece.get().write(new Moment(step, steps, before), out);
            texts.add(out.toString());
        }
        Set<Integer> ends = new TreeSet<>(Set.of(steps));
        piece.get().ends(new Moment(steps, steps, before), ends);
        return new PromptSchedule(texts, List.copyOf(ends));
    }
}
