package dev.diffract.frontend.core.plan;

import dev.diffract.frontend.core.codec.ByteReader;
import dev.diffract.frontend.core.codec.ByteWriter;
import dev.diffract.frontend.core.text.Emphasis;
import dev.diffract.frontend.core.text.PromptForms;
import dev.diffract.frontend.core.text.PromptFormsCodec;
import dev.diffract.frontend.core.text.PromptSyntax;
import java.util.List;

/** {@link Prompts} as bytes and back. */
final class PromptsCodec {

    private PromptsCodec() {}

    static void write(Prompts prompts, ByteWriter to) {
        PromptRules rules = prompts.rules();
        to.choice(rules.syntax())
                .choice(rules.emphasis())
                .whole(rules.clipSkip())
                .flag(rules.padConds());
        write(prompts.prompt(), to);
        write(prompts.negative(), to);
    }

    /**
     * @param passes that the plan has
     * @param guided whether the negative prompt counts
     */
    static Prompts read(ByteReader from, int passes, boolean guided) {
        PromptRules rules = new PromptRules(
                from.choice(PromptSyntax.values()),
                from.choice(Emphasis.values()),
                from.whole(1, Integer.MAX_VALUE),
                from.flag());
        return new Prompts(prompt(from, passes), prompt(from, passes), rules, guided);
    }

    private static void write(Prompt prompt, ByteWriter to) {
        to.text(prompt.text());
        to.list(prompt.passes(), pass -> PromptFormsCodec.write(pass, to));
    }

    private static Prompt prompt(ByteReader from, int passes) {
        String text = from.text();
        List<PromptForms> read = from.list(() -> PromptFormsCodec.read(from));
        if (read.size() != passes) {
            throw from.broken("has a prompt for " + read.size() + " passes instead of " + passes);
        }
        return new Prompt(text, read);
    }
}
