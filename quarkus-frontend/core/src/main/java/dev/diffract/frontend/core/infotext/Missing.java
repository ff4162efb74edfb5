package dev.diffract.frontend.core.infotext;

import dev.diffract.frontend.core.request.GenerationRequest;
import dev.diffract.frontend.core.request.MaskRequest;
import dev.diffract.frontend.core.request.SourceRequest;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a picture was drawn with that no request can be made of, and without which one draws another picture. */
public enum Missing {
    /** Its prompt, which is none that is drawn here, or is written as another program writes it. */
    PROMPT,
    /** Its negative prompt, which is none that is drawn here. */
    NEGATIVE_PROMPT,
    /** The picture that it was drawn from. */
    IMAGE,
    /** What of that was repainted. */
    MASK;

    private static final Set<String> OF_A_MASK =
            Set.of("Mask mode", "Mask blur", "Masked content", "Inpaint area", "Masked area padding");
    private static final Set<String> OF_A_PICTURE = Set.of("Denoising strength", Keys.RESIZE_MODE);
    private static final Set<String> OF_A_SECOND_PASS = Set.of("Hires upscale", "Hires resize");

    /**
     * @param request what was read; {@code null} if nothing was, and then nothing is missing
     * @param others parameters that are not in it
     */
    static Set<Missing> in(@Nullable GenerationRequest request, Map<String, String> others) {
        Set<Missing> missing = EnumSet.noneOf(Missing.class);
        if (request == null) {
            return missing;
        }
        if (others.containsKey(Keys.PROMPT)
                || isWrittenOtherwise(request.prompt().text(), others)) {
            missing.add(PROMPT);
        }
        if (others.containsKey(Keys.NEGATIVE_PROMPT)) {
            missing.add(NEGATIVE_PROMPT);
        }
        missing.addAll(pictures(request, others));
        return missing;
    }

    /** There is no prompt but JSON, which may hold one. */
    private static boolean isWrittenOtherwise(@Nullable String prompt, Map<String, String> others) {
        String rest = others.getOrDefault(LaterLines.REST, "").stripLeading();
        return (prompt == null || prompt.isEmpty()) && (rest.startsWith("{") || rest.startsWith("["));
    }

    private static Set<Missing> pictures(GenerationRequest request, Map<String, String> others) {
        Set<Missing> missing = EnumSet.noneOf(Missing.class);
        if (request.hires() != null // a strength is the second pass's
                || !Collections.disjoint(others.keySet(), OF_A_SECOND_PASS)) {
            return missing;
        }
        if (!request.source().mask().equals(MaskRequest.NONE) || !Collections.disjoint(others.keySet(), OF_A_MASK)) {
            missing.add(MASK);
        }
        if (!missing.isEmpty()
                || !request.source().equals(SourceRequest.NONE)
                || !Collections.disjoint(others.keySet(), OF_A_PICTURE)) {
            missing.add(IMAGE);
        }
        return missing;
    }
}
