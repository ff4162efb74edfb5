package dev.diffract.frontend.core.request;

import dev.diffract.frontend.core.model.ModelDefinition;
import dev.diffract.frontend.core.plan.Prompt;
import dev.diffract.frontend.core.plan.PromptRules;
import dev.diffract.frontend.core.plan.Prompts;
import dev.diffract.frontend.core.text.Emphasis;
import dev.diffract.frontend.core.text.PromptException;
import dev.diffract.frontend.core.text.PromptPlan;
import dev.diffract.frontend.core.text.PromptReader;
import dev.diffract.frontend.core.text.PromptSyntax;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads the prompts of a request, or says what is wrong with them. */
final class PromptResolver {

    private final PromptReader reader;
    private final List<Fault> faults;
    private final int clipSkip;

    /**
     * @param faults gets what is wrong
     */
    PromptResolver(PromptOptions said, ModelDefinition model, List<Fault> faults) {
        String syntaxes =
                Arrays.stream(PromptSyntax.values()).map(PromptSyntax::label).collect(Collectors.joining(", "));
        String emphases = Arrays.stream(Emphasis.values()).map(Emphasis::label).collect(Collectors.joining(", "));
        this.faults = faults;
        this.reader = new PromptReader(
                model.tokenizer(),
                Checks.choice("/prompt_syntax", said.syntax(), PromptSyntax::find, syntaxes, faults)
                        .orElse(PromptSyntax.A1111),
                Checks.choice("/emphasis", said.emphasis(), Emphasis::find, emphases, faults)
                        .orElse(Emphasis.ORIGINAL));
        this.clipSkip = clipSkip(said.clipSkip(), model);
    }

    private int clipSkip(Long value, ModelDefinition model) {
        int most = model.manifest().pipeline().clipSkips();
        if (value != null && value > 1 && most == 1) {
            faults.add(new Fault(
                    "/clip_skip",
                    "must be 1: the text encoder of the model " + model.name() + " gives its last layer only, was "
                            + value));
            return 1;
        }
        return (int) Checks.whole("/clip_skip", value, 1, 1, most, faults);
    }

    /**
     * @param steps made in each pass, at least 1
     * @return nothing if there is a fault
     */
    Optional<Prompts> read(String prompt, String negativePrompt, boolean guided, List<Integer> steps) {
        List<PromptPlan> positive = read("/prompt", prompt, steps);
        List<PromptPlan> negative = read("/negative_prompt", negativePrompt, steps);
        return positive.isEmpty() || negative.isEmpty()
                ? Optional.empty()
                : Optional.of(new Prompts(
                        new Prompt(prompt, positive),
                        new Prompt(negativePrompt, negative),
                        new PromptRules(reader.syntax(), reader.emphasis(), clipSkip),
                        guided));
    }

    /** Looks for faults only, where others keep the prompts from being read; what is too long has its fault already. */
    void check(String pointer, String prompt, int maxLength) {
        if (prompt != null && prompt.codePointCount(0, prompt.length()) <= maxLength) {
            read(pointer, prompt, List.of(1));
        }
    }

    private List<PromptPlan> read(String pointer, String prompt, List<Integer> steps) {
        try {
            List<PromptPlan> passes = new ArrayList<>();
            int before = 0;
            for (int made : steps) {
                passes.add(reader.read(prompt, made, before));
                before += made;
            }
            return passes;
        } catch (PromptException e) {
            faults.add(new Fault(pointer, e.getMessage()));
            return List.of();
        }
    }
}
