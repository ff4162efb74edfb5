package dev.diffract.frontend.core.text;

import dev.diffract.frontend.core.text.Conditioning.Detour;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns prompts into what the text encoder has to be asked. Immutable.
 *
 * @param emphasis of AUTOMATIC1111's syntax; the others have no choice
 */
public record PromptReader(ClipTokenizer tokenizer, PromptSyntax syntax, Emphasis emphasis) {

    /** Tokens after a comma that AUTOMATIC1111 moves to the next chunk. */
    private static final int LOOK_BACK = 20;

    /** Compel's stand-in for a weight of 0, which would need a share without end. */
    private static final double LIGHTEST = 1e-5;

    /** Each takes encodings of its own. */
    private static final int MOST_DETOURS = 32;

    /** Chunks of one form of a prompt. Some 2,400 tokens; the UNet's attention costs grow with them. */
    private static final int MOST_CHUNKS = 32;

    /** Chunks of all forms of a prompt, together. */
    private static final int MOST_CHUNKS_OF_ALL = 256;

    /** Characters of all forms of a prompt, together: each form is read for itself. */
    private static final int MOST_CHARACTERS_OF_ALL = 200_000;

    /**
     * @param steps of the run, at least 1
     * @param before steps of runs before this one
     * @throws PromptException if the prompt is too long or cannot be used as it is
     */
    public PromptForms read(String prompt, int steps, int before) {
        PromptSchedule schedule = syntax == PromptSyntax.A1111
                ? PromptSchedule.of(Unhonoured.of(prompt).text(), steps, before)
                : PromptSchedule.unchanging(prompt, steps);
        Map<String, Integer> forms = new LinkedHashMap<>();
        List<Conditioning> conditionings = new ArrayList<>();
        List<Integer> formOfStep = new ArrayList<>();
        int chunks = 0;
        int characters = 0;
        for (String text : schedule.texts()) {
            if (!forms.containsKey(text)) {
                characters += text.length();
                if (characters > MOST_CHARACTERS_OF_ALL) {
                    throw new PromptException(new PromptLimit.CharactersOfAllForms(MOST_CHARACTERS_OF_ALL));
                }
                Conditioning conditioning = conditioning(text);
                forms.put(text, conditionings.size());
                conditionings.add(conditioning);
                chunks += conditioning.needed(conditioning.size()).size();
                checkSize(conditioning, chunks);
            }
            formOfStep.add(forms.get(text));
        }
        List<Integer> times = new ArrayList<>(Collections.nCopies(conditionings.size(), 0));
        for (int end : schedule.ends()) {
            times.set(formOfStep.get(end - 1), times.get(formOfStep.get(end - 1)) + 1);
        }
        return new PromptForms(conditionings, formOfStep, times);
    }

    private void checkSize(Conditioning conditioning, int chunks) {
        if (conditioning.size() > MOST_CHUNKS) {
            throw new PromptException(new PromptLimit.Chunks(
                    MOST_CHUNKS, tokenizer.room(), conditioning.use().count(), conditioning.size()));
        }
        if (chunks > MOST_CHUNKS_OF_ALL) {
            throw new PromptException(new PromptLimit.ChunksOfAllForms(MOST_CHUNKS_OF_ALL, tokenizer.room()));
        }
    }

    private Conditioning conditioning(String text) {
        return switch (syntax) {
            case PLAIN -> plain(text);
            case COMPEL -> compel(CompelParser.parse(text), true);
            case A1111 -> a1111(text);
        };
    }

    private Conditioning plain(String text) {
        List<WeightedChunk> chunks = Chunker.cut(List.of(new WeightedText(text, 1)), tokenizer, 0);
        int dropped = chunks.stream().skip(1).mapToInt(WeightedChunk::count).sum();
        return of(chunks.subList(0, 1), Weighting.MULTIPLIED, List.of(), dropped);
    }

    private Conditioning a1111(String text) {
        List<WeightedText> parts =
                emphasis == Emphasis.NONE ? List.of(new WeightedText(text, 1)) : EmphasisParser.parse(text);
        if (emphasis == Emphasis.IGNORE) {
            parts = parts.stream()
                    .map(part -> part.equals(WeightedText.BREAK) ? part : new WeightedText(part.text(), 1))
                    .toList();
        }
        Weighting weighting = emphasis == Emphasis.ORIGINAL ? Weighting.MEAN_KEPT : Weighting.MULTIPLIED;
        return of(Chunker.cut(parts, tokenizer, LOOK_BACK), weighting, List.of(), 0);
    }

    /**
     * What counts less than 1 is weighted down, and the whole goes towards the prompt without it besides: half of the way
     * at a weight of one half, all of it near 0. That is compel's way of removing what is weighted down.
     */
    private Conditioning compel(List<WeightedText> parts, boolean detours) {
        List<Detour> without = new ArrayList<>();
        for (int i = 0; i < parts.size() && detours; i++) {
            double weight = parts.get(i).weight();
            if (weight < 1) {
                List<WeightedText> others = new ArrayList<>(parts);
                others.remove(i);
                if (without.size() == MOST_DETOURS) {
                    throw new PromptException(new PromptLimit.LightParts(MOST_DETOURS));
                }
                double share = Math.tan((1 - Math.max(LIGHTEST, weight)) * Math.PI / 2);
                without.add(new Detour(compel(others, false), (float) share));
            }
        }
        return of(Chunker.cut(parts, tokenizer, 0), Weighting.FROM_EMPTY, without, 0);
    }

    private Conditioning of(List<WeightedChunk> chunks, Weighting weighting, List<Detour> detours, int dropped) {
        return new Conditioning(chunks, weighting, tokenizer.chunk(), detours, dropped);
    }
}
