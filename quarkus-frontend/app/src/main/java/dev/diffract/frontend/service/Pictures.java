package dev.diffract.frontend.service;

import dev.diffract.frontend.core.generation.GeneratedImage;
import dev.diffract.frontend.core.infotext.Infotext;
import dev.diffract.frontend.core.picture.Preview;
import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.imaging.PngEncoder;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Pictures as PNG files with their parameters. Takes a tenth of a second for large ones: not for event loops. */
@Singleton
public class Pictures {

    private static final PngEncoder PNG = new PngEncoder();

    private final String version;

    @Inject
    Pictures(@ConfigProperty(name = "quarkus.application.version") String version) {
        this.version = version;
    }

    /**
     * A written picture.
     *
     * @param infotext its parameters in the grammar that other tools read from PNG files
     * @param png the file, which holds them too
     */
    public record Written(byte[] png, String infotext) {}

    /**
     * @param plan that the picture was drawn by
     */
    public Written write(GenerationPlan plan, GeneratedImage image) {
        String infotext = Infotext.of(plan, image.index(), version);
        return new Written(PNG.encode(image.width(), image.height(), image.rgb(), infotext), infotext);
    }

    /** A preview as a PNG file. */
    public static byte[] png(Preview preview) {
        return PNG.encode(preview.width(), preview.height(), preview.rgb());
    }
}
