package dev.diffract.frontend.dialect.nativ.request;

import dev.diffract.frontend.core.request.Field;
import dev.diffract.frontend.core.request.HiresRequest;
import dev.diffract.frontend.core.request.MaskRequest;
import dev.diffract.frontend.core.request.SourceRequest;

/** The fields of image-to-image, inpainting and the second pass. */
final class ModeFields {

    private ModeFields() {}

    static SourceRequest source(FieldReader fields) {
        return new SourceRequest(
                fields.picture(Field.IMAGE),
                fields.number(Field.STRENGTH),
                fields.text(Field.RESIZE_MODE),
                new MaskRequest(
                        fields.mask(Field.MASK),
                        fields.flag(Field.INVERT_MASK),
                        fields.whole(Field.MASK_BLUR),
                        fields.text(Field.MASKED_CONTENT),
                        fields.flag(Field.ONLY_MASKED),
                        fields.whole(Field.MASKED_PADDING)));
    }

    /** {@code null} if nothing is said of a second pass. */
    static HiresRequest hires(FieldReader request) {
        FieldReader fields = request.object(Field.HIRES);
        if (fields == null) {
            return null;
        }
        HiresRequest hires = new HiresRequest(
                fields.number(Field.HIRES_SCALE),
                fields.text(Field.HIRES_UPSCALER),
                fields.whole(Field.HIRES_STEPS),
                fields.number(Field.HIRES_STRENGTH));
        fields.refuseOthers();
        return hires;
    }
}
