package dev.diffract.frontend.rest.request;

import dev.diffract.frontend.core.request.HiresRequest;
import dev.diffract.frontend.core.request.SourceRequest;

/** The fields of image-to-image, inpainting and the second pass. */
final class ModeFields {

    private ModeFields() {}

    static SourceRequest source(FieldReader fields) {
        return new SourceRequest(
                fields.picture("image"),
                fields.number("strength"),
                fields.text("resize_mode"),
                fields.mask("mask"),
                fields.flag("invert_mask"),
                fields.whole("mask_blur"),
                fields.text("inpainting_fill"),
                fields.flag("only_masked"),
                fields.whole("masked_padding"));
    }

    /** {@code null} if nothing is said of a second pass. */
    static HiresRequest hires(FieldReader request) {
        FieldReader fields = request.object("hires");
        if (fields == null) {
            return null;
        }
        HiresRequest hires = new HiresRequest(
                fields.number("scale"), fields.text("upscaler"), fields.whole("steps"), fields.number("strength"));
        fields.refuseOthers();
        return hires;
    }
}
