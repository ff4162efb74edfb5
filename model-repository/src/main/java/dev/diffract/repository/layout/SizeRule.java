package dev.diffract.repository.layout;

import dev.diffract.repository.layout.Manifest.Size;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Width and height in pixels: each a multiple of {@code multiple} from {@code min} to {@code max}, both included.
 *
 * @param multiple from 1
 * @param min from 1
 * @param max from {@code min}
 * @param only the sizes that engines were built for; empty if every such width goes with every such height
 * @param range between which sizes engines were built, if widths have other limits than heights; empty if they do not
 * @param reason why the multiple is what it is; empty in repositories of earlier builders, which do not say
 * @param halvings how often the models halve a side, where that is the reason; else empty
 */
public record SizeRule(
        int multiple,
        int min,
        int max,
        List<Size> only,
        Optional<SizeRange> range,
        Optional<SizeReason> reason,
        Optional<Integer> halvings) {

    /**
     * @throws IllegalArgumentException if a number is out of its range, or halvings are there without being the reason
     */
    public SizeRule {
        if (multiple < 1 || min < 1 || max < min) {
            throw new IllegalArgumentException("sides are multiples of " + multiple + " from " + min + " to " + max
                    + ", expected numbers from 1 in rising order");
        }
        if (halvings.isPresent() != reason.equals(Optional.of(SizeReason.HALVINGS))) {
            throw new IllegalArgumentException("halvings are " + (halvings.isPresent() ? "there" : "missing")
                    + ", expected them where the reason is halvings and nowhere else");
        }
        only = List.copyOf(only);
    }

    public SizeRule(int multiple, int min, int max) {
        this(multiple, min, max, List.of());
    }

    public SizeRule(int multiple, int min, int max, List<Size> only) {
        this(multiple, min, max, only, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The same sizes of models that halve a side so often. */
    public SizeRule halving(int times) {
        return new SizeRule(multiple, min, max, only, range, Optional.of(SizeReason.HALVINGS), Optional.of(times));
    }

    /**
     * The same sizes for another reason.
     *
     * @param other not {@link SizeReason#HALVINGS}, whose number {@link #halving} takes
     */
    public SizeRule because(SizeReason other) {
        return new SizeRule(multiple, min, max, only, range, Optional.of(other), Optional.empty());
    }

    /** Every width with every height from one size to another that are multiples of {@code multiple}. */
    public static SizeRule between(int multiple, Size from, Size to) {
        boolean alike = from.width() == from.height() && to.width() == to.height();
        return new SizeRule(
                multiple,
                Math.min(from.width(), from.height()),
                Math.max(to.width(), to.height()),
                List.of(),
                alike ? Optional.empty() : Optional.of(new SizeRange(from, to)),
                Optional.empty(),
                Optional.empty());
    }

    /** Whether a side can be this long at all. */
    public boolean allows(int pixels) {
        return pixels >= min && pixels <= max && pixels % multiple == 0;
    }

    public boolean allows(int width, int height) {
        return allows(width)
                && allows(height)
                && (only.isEmpty() || only.contains(new Size(width, height)))
                && range.map(sizes -> sizes.contains(width, height)).orElse(true);
    }

    /**
     * What is allowed, for messages: {@code multiples of 64 from 64 to 1024}, {@code multiples of 64 from 512x512 to 1024x768}, or {@code 512x512,
     * 768x512}.
     */
    public String text() {
        return sizes().isEmpty()
                ? "multiples of " + multiple + " from "
                        + range.map(SizeRange::toString).orElse(min + " to " + max)
                : sizes().stream().map(Size::toString).collect(Collectors.joining(", "));
    }

    /** All sizes there are, where they can be listed: {@link #only}, or the one that is smallest and largest; else empty. */
    public List<Size> sizes() {
        return only.isEmpty() && min == max ? List.of(new Size(min, max)) : only;
    }

    /**
     * Sizes between two.
     *
     * @param from the smallest width and the smallest height
     * @param to the largest width and the largest height
     */
    public record SizeRange(Size from, Size to) {

        boolean contains(int width, int height) {
            return width >= from.width() && width <= to.width() && height >= from.height() && height <= to.height();
        }

        @Override
        public String toString() {
            return from + " to " + to;
        }
    }
}
