package dev.diffract.frontend.core.infotext;

import dev.diffract.frontend.core.plan.Upscaler;
import dev.diffract.frontend.core.request.HiresRequest;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What infotexts say of a second pass: by a factor, or by the size that it leads to. */
final class HiresParameters {

    static final String UPSCALER = "Hires upscaler";

    private static final Pattern SIZE = Pattern.compile("([0-9]{1,9})x([0-9]{1,9})");

    private HiresParameters() {}

    /**
     * @param size of the first pass, matched as width and height
     * @return empty if the second one's size is no enlargement of it; all is left over then
     */
    static Optional<HiresRequest> read(InfotextParameters values, @Nullable Matcher size) {
        Double scale = values.number("Hires upscale");
        if (scale == null && size != null) {
            scale = values.take("Hires resize", target -> factor(target, size));
        }
        return scale == null
                ? Optional.empty()
                : Optional.of(new HiresRequest(
                        scale,
                        values.take(
                                UPSCALER,
                                label -> Arrays.stream(Upscaler.values())
                                        .filter(upscaler -> upscaler.label().equals(label))
                                        .map(Upscaler::id)
                                        .findFirst()),
                        values.whole("Hires steps"),
                        values.number("Denoising strength")));
    }

    /** A side of 0 follows from the other. */
    private static Optional<Double> factor(String target, Matcher size) {
        Matcher wanted = SIZE.matcher(target);
        if (!wanted.matches()) {
            return Optional.empty();
        }
        long width = Long.parseLong(wanted.group(1));
        long height = Long.parseLong(wanted.group(2));
        long fromWidth = Long.parseLong(size.group(1));
        long fromHeight = Long.parseLong(size.group(2));
        boolean same = width == 0 || height == 0 || width * fromHeight == height * fromWidth;
        double factor = width == 0 ? (double) height / fromHeight : (double) width / fromWidth;
        return Optional.of(factor).filter(found -> same && Double.isFinite(found) && found > 0);
    }
}
