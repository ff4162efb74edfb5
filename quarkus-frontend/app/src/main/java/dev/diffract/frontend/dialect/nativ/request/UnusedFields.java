package dev.diffract.frontend.dialect.nativ.request;

import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.request.Field;
import dev.diffract.frontend.core.request.GenerationRequest;
import dev.diffract.frontend.core.request.NoiseRequest;
import dev.diffract.frontend.core.request.PromptRequest;
import dev.diffract.frontend.core.request.SourceRequest;
import dev.diffract.frontend.core.text.Emphasis;
import dev.diffract.frontend.core.text.PromptSyntax;
import dev.diffract.frontend.dialect.nativ.field.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Which fields of a request make no difference, because others are as they are. */
final class UnusedFields {

    private UnusedFields() {}

    /**
     * Their names. Those that need a picture are among them with their default too: clients that were generated send that always,
     * but whoever meant one has forgotten the picture. Of all others the default says nothing.
     */
    static List<String> of(GenerationPlan plan, GenerationRequest request) {
        List<Field> unused = new ArrayList<>();
        ofPicture(request.source(), unused);
        if (plan.prompts().rules().syntax() != PromptSyntax.A1111) {
            ofSyntax(request.prompt(), unused);
        }
        if (!plan.guided()) {
            ofGuidance(request, unused);
        }
        NoiseRequest noise = request.noise();
        if (noise.subseed() != null && noise.subseed() >= 0 && !plan.noise().varied()) {
            unused.add(Field.SUBSEED);
        }
        return unused.stream().map(Names::of).toList();
    }

    private static void ofPicture(SourceRequest source, List<Field> unused) {
        if (source.image() == null && source.strength() != null) {
            unused.add(Field.STRENGTH);
        }
        if (source.mask().mask() == null && source.mask().blur() != null) {
            unused.add(Field.MASK_BLUR);
        }
    }

    /** The other syntaxes have weights of their own or none, and pad always or never. */
    private static void ofSyntax(PromptRequest prompt, List<Field> unused) {
        String emphasis = prompt.emphasis();
        if (emphasis != null
                && Emphasis.find(emphasis)
                        .filter(found -> found != Emphasis.ORIGINAL)
                        .isPresent()) {
            unused.add(Field.EMPHASIS);
        }
        if (Boolean.TRUE.equals(prompt.padConds())) {
            unused.add(Field.PAD_CONDS);
        }
    }

    /** Without guidance only the prompt's own output counts. */
    private static void ofGuidance(GenerationRequest request, List<Field> unused) {
        if (Boolean.TRUE.equals(request.prompt().padConds()) && !unused.contains(Field.PAD_CONDS)) {
            unused.add(Field.PAD_CONDS);
        }
        if (!Objects.requireNonNullElse(request.prompt().negative(), "").isBlank()) {
            unused.add(Field.NEGATIVE_PROMPT);
        }
        if (Objects.requireNonNullElse(request.sampling().guidanceRescale(), 0.0) > 0) {
            unused.add(Field.GUIDANCE_RESCALE);
        }
    }
}
