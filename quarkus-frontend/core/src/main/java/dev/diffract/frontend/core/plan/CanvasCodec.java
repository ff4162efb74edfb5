package dev.diffract.frontend.core.plan;

import dev.diffract.frontend.core.codec.ByteReader;
import dev.diffract.frontend.core.codec.ByteWriter;
import dev.diffract.frontend.core.imaging.RasterCodec;
import dev.diffract.frontend.core.imaging.Region;
import dev.diffract.frontend.core.imaging.ResizeMode;
import dev.diffract.frontend.core.plan.Inpainting.OnlyMasked;

/** A {@link Canvas} as bytes and back, pictures and masks included. */
final class CanvasCodec {

    private CanvasCodec() {}

    static void write(Canvas canvas, ByteWriter to) {
        to.whole(canvas.width()).whole(canvas.height());
        to.optional(canvas.source(), source -> write(source, to));
        to.optional(
                canvas.hires(),
                hires -> to.real(hires.scale())
                        .whole(hires.width())
                        .whole(hires.height())
                        .choice(hires.upscaler())
                        .whole(hires.steps())
                        .real(hires.strength()));
    }

    static Canvas read(ByteReader from) {
        return new Canvas(
                side(from),
                side(from),
                from.optional(() -> source(from)),
                from.optional(() -> new Hires(
                        from.real(),
                        side(from),
                        side(from),
                        from.choice(Upscaler.values()),
                        from.whole(1, Integer.MAX_VALUE),
                        from.real())));
    }

    private static void write(Source source, ByteWriter to) {
        RasterCodec.write(source.image(), to);
        to.real(source.strength());
        to.optional(source.resizeMode(), to::choice);
        to.optional(source.inpainting(), inpainting -> write(inpainting, to));
    }

    private static Source source(ByteReader from) {
        return new Source(
                RasterCodec.read(from),
                from.real(),
                from.optional(() -> from.choice(ResizeMode.values())),
                from.optional(() -> inpainting(from)));
    }

    private static void write(Inpainting inpainting, ByteWriter to) {
        RasterCodec.write(inpainting.mask(), to);
        to.flag(inpainting.inverted()).whole(inpainting.blur()).choice(inpainting.content());
        to.optional(
                inpainting.onlyMasked(),
                part -> to.whole(part.region().left())
                        .whole(part.region().top())
                        .whole(part.region().width())
                        .whole(part.region().height())
                        .whole(part.padding()));
        RasterCodec.write(inpainting.original(), to);
        RasterCodec.write(inpainting.originalMask(), to);
    }

    private static Inpainting inpainting(ByteReader from) {
        return new Inpainting(
                RasterCodec.read(from),
                from.flag(),
                from.whole(),
                from.choice(MaskedContent.values()),
                from.optional(() -> new OnlyMasked(
                        new Region(from.whole(), from.whole(), from.whole(), from.whole()), from.whole())),
                RasterCodec.read(from),
                RasterCodec.read(from));
    }

    private static int side(ByteReader from) {
        return from.whole(1, Integer.MAX_VALUE);
    }
}
