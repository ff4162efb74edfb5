package dev.diffract.frontend.core.request;

import dev.diffract.frontend.core.model.ModelDefinition;
import dev.diffract.frontend.core.plan.Prompt;
import dev.diffract.frontend.core.plan.PromptRules;
import dev.diffract.frontend.core.plan.Prompts;
import dev.diffract.frontend.core.text.Emphasis;
import dev.diffract.frontend.core.text.PromptException;
import dev.diffract.frontend.core.text.PromptForms;
import dev.diffract.frontend.core.text.PromptLimit;
import dev.diffract.frontend.core.text.PromptReader;
import dev.diffract.frontend.core.text.PromptSyntax;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Reads the prompts of a request, or says what is wrong with them. */
final class PromptResolver {

    private final PromptRequest said;
    private final int maxLength;
    private final Faults faults;
    private final PromptReader reader;
    private final int clipSkip;
    private final String negative;

    /**
     * @param maxLength code points of a prompt
     * @param faults gets what is wrong, but not yet what is wrong in the prompts' syntax
     */
    PromptResolver(PromptRequest said, ModelDefinition model, int maxLength, Faults faults) {
        this.said = said;
        this.maxLength = maxLength;
        this.faults = faults;
        this.negative = said.negative() == null
                ? model.manifest().defaults().negativePrompt().orElse("")
                : said.negative();
        checkThere();
        checkLength(Field.PROMPT, said.text());
        checkLength(Field.NEGATIVE_PROMPT, said.negative());
        this.reader = new PromptReader(
                model.tokenizer(),
                faults.choice(
                                Field.PROMPT_SYNTAX,
                                said.syntax(),
                                PromptSyntax::find,
                                PromptSyntax.values(),
                                PromptSyntax::label)
                        .orElse(PromptSyntax.A1111),
                faults.choice(Field.EMPHASIS, said.emphasis(), Emphasis::find, Emphasis.values(), Emphasis::label)
                        .orElse(Emphasis.ORIGINAL));
        this.clipSkip = clipSkip(said.clipSkip(), model);
    }

    private void checkThere() {
        if (said.text() == null) {
            faults.add(Field.PROMPT, new Rule.Given());
        }
    }

    private void checkLength(Field field, @Nullable String prompt) {
        if (length(prompt) > maxLength) {
            faults.add(field, new Rule.Longest(maxLength, length(prompt)));
        } else if (prompt != null) {
            unwritable(prompt)
                    .ifPresent(at -> faults.add(field, new Rule.PromptWithin(new PromptLimit.Unwritable(at))));
        }
    }

    /** The picture's file is to hold the prompt. */
    private static OptionalInt unwritable(String prompt) {
        int at = 1;
        for (int i = 0; i < prompt.length(); at++) {
            int codePoint = prompt.codePointAt(i);
            if (codePoint == 0 || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE)) {
                return OptionalInt.of(at);
            }
            i += Character.charCount(codePoint);
        }
        return OptionalInt.empty();
    }

    private static int length(@Nullable String prompt) {
        return prompt == null ? 0 : prompt.codePointCount(0, prompt.length());
    }

    private int clipSkip(@Nullable Long value, ModelDefinition model) {
        int most = model.manifest().pipeline().clipSkips();
        if (value != null && value > 1 && most == 1) {
            faults.add(Field.CLIP_SKIP, new Rule.LastLayer(model.name(), value));
            return 1;
        }
        return (int) faults.whole(Field.CLIP_SKIP, value, 1, 1, most);
    }

    /**
     * @param steps of each pass, as prompts count them, at least 1
     * @throws InvalidRequestException if they cannot be read
     */
    Prompts read(boolean guided, List<Integer> steps) {
        String prompt = said.text() == null ? "" : said.text();
        List<PromptForms> positive = read(Field.PROMPT, prompt, steps);
        List<PromptForms> unwanted = read(Field.NEGATIVE_PROMPT, negative, steps);
        if (!faults.none()) {
            throw faults.refusal();
        }
        return new Prompts(
                new Prompt(prompt, positive),
                new Prompt(negative, unwanted),
                new PromptRules(reader.syntax(), reader.emphasis(), clipSkip, Boolean.TRUE.equals(said.padConds())),
                guided);
    }

    /** Looks for faults of syntax only, where others keep the prompts from being read; what is too long has its fault already. */
    void check() {
        check(Field.PROMPT, said.text());
        check(Field.NEGATIVE_PROMPT, said.negative());
    }

    private void check(Field field, @Nullable String prompt) {
        if (prompt != null && length(prompt) <= maxLength) {
            read(field, prompt, List.of(1));
        }
    }

    private List<PromptForms> read(Field field, String prompt, List<Integer> steps) {
        try {
            List<PromptForms> passes = new ArrayList<>();
            int before = 0;
            for (int counted : steps) {
                passes.add(reader.read(prompt, counted, before));
                before += counted;
            }
            return passes;
        } catch (PromptException e) {
            faults.add(field, new Rule.PromptWithin(e.limit()));
            return List.of();
        }
    }
}
