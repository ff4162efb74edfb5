package dev.diffract.frontend.core.request;

import dev.diffract.frontend.core.imaging.Raster;
import dev.diffract.frontend.core.model.ModelDefinition;
import dev.diffract.repository.layout.Manifest.Size;
import dev.diffract.repository.pipeline.ModelRole;
import org.jspecify.annotations.Nullable;

/** What must be said together of a picture to start from, and what must not. */
final class SourceChecks {

    private final SourceRequest said;
    private final MaskRequest mask;
    private final Faults faults;

    SourceChecks(SourceRequest said, Faults faults) {
        this.said = said;
        this.mask = said.mask();
        this.faults = faults;
    }

    void check(ModelDefinition model) {
        checkImage(model);
        checkMasking();
        checkMask();
    }

    private void checkImage(ModelDefinition model) {
        if (said.image() == null) {
            alone(Field.STRENGTH, said.strength(), SourceRequest.STRENGTH, Field.IMAGE);
            alone(Field.RESIZE_MODE, said.resizeMode(), null, Field.IMAGE);
            alone(Field.MASK, mask.mask(), null, Field.IMAGE);
        } else if (model.manifest().find(ModelRole.VAE_ENCODER).isEmpty()) {
            faults.add(Field.IMAGE, new Rule.ImageEncoder(model.name()));
        }
    }

    private void checkMasking() {
        if (mask.mask() == null) {
            alone(Field.INVERT_MASK, mask.invert(), false, Field.MASK);
            alone(Field.MASK_BLUR, mask.blur(), MaskRequest.BLUR, Field.MASK);
            alone(Field.MASKED_CONTENT, mask.content(), MaskRequest.CONTENT.id(), Field.MASK);
            alone(Field.ONLY_MASKED, mask.onlyMasked(), false, Field.MASK);
        }
        if (!mask.drawsPart()) {
            alone(Field.MASKED_PADDING, mask.padding(), MaskRequest.PADDING, Field.ONLY_MASKED);
        } else if (said.resizeMode() != null) {
            faults.add(Field.RESIZE_MODE, new Rule.NotWith(Field.ONLY_MASKED));
        }
    }

    /** Many clients send every field that they know with its default: that says nothing. */
    private void alone(Field field, @Nullable Object value, @Nullable Object byDefault, Field needed) {
        if (value != null && !value.equals(byDefault)) {
            faults.add(field, new Rule.Needs(needed));
        }
    }

    private void checkMask() {
        Raster white = mask.mask();
        if (white == null || said.image() == null) {
            return;
        }
        if (!white.hasSize(said.image().width(), said.image().height())) {
            faults.add(Field.MASK, new Rule.SizeOf(Field.IMAGE, size(said.image()), size(white)));
        } else if (mask.inverted() ? white.isWhite() : white.isBlack()) {
            faults.add(Field.MASK, new Rule.Repaints(Field.INVERT_MASK));
        }
    }

    static Size size(Raster raster) {
        return new Size(raster.width(), raster.height());
    }
}
