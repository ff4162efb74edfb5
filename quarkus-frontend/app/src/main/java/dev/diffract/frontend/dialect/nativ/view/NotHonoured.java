package dev.diffract.frontend.dialect.nativ.view;

import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.text.PromptSyntax;
import dev.diffract.frontend.core.text.Unhonoured;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What was asked for and not drawn: parts of the prompts, and fields that say nothing without another one. */
public final class NotHonoured {

    /** Says it beside a picture that comes without JSON: percent-encoded, with commas between. */
    public static final String HEADER = "X-Not-Honoured";

    /** Characters of the header, before they are encoded: proxies refuse long ones. */
    private static final int LONGEST = 400;

    private NotHonoured() {}

    /**
     * Each part once, as it was written, and the names of the fields.
     *
     * @param unused fields
     */
    public static List<String> of(GenerationPlan plan, List<String> unused) {
        PromptSyntax syntax = plan.prompts().rules().syntax();
        Stream<String> parts = Stream.of(plan.prompt(), plan.negativePrompt())
                .flatMap(prompt -> Unhonoured.in(prompt, syntax).stream());
        return Stream.concat(parts, unused.stream()).distinct().toList();
    }

    /** The value of the {@link #HEADER}; what is too long for one ends in an ellipsis. */
    public static Optional<String> header(List<String> parts) {
        return parts.isEmpty() ? Optional.empty() : Optional.of(encoded(parts));
    }

    private static String encoded(List<String> parts) {
        String all = String.join("\n", parts);
        String shown = all.length() <= LONGEST
                ? all
                : all.substring(0, all.offsetByCodePoints(0, all.codePointCount(0, LONGEST) - 1)) + "…";
        return shown.lines()
                .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"))
                .collect(Collectors.joining(", "));
    }
}
