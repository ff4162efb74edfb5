package dev.diffract.frontend.rest;

import dev.diffract.frontend.core.generation.GeneratedImage;
import dev.diffract.frontend.core.picture.Preview;
import dev.diffract.frontend.imaging.PngEncoder;
import dev.diffract.frontend.rest.view.ImageView;

/** Pictures as PNG files. Takes a tenth of a second for large ones: not for event loops. */
final class Pictures {

    private static final PngEncoder PNG = new PngEncoder();

    private Pictures() {}

    static byte[] png(GeneratedImage image) {
        return PNG.encode(image.width(), image.height(), image.rgb(), image.infotext());
    }

    static byte[] png(Preview preview) {
        return PNG.encode(preview.width(), preview.height(), preview.rgb());
    }

    static ImageView view(GeneratedImage image) {
        return new ImageView(
                image.index(),
                image.seed(),
                png(image),
                image.infotext(),
                image.instances(),
                image.flagged().orElse(null));
    }
}
