package dev.diffract.frontend.service;

import dev.diffract.frontend.core.generation.PictureFile;
import dev.diffract.frontend.core.generation.PictureWriter;
import dev.diffract.frontend.core.imaging.Raster;
import dev.diffract.frontend.core.infotext.Infotext;
import dev.diffract.frontend.core.infotext.InfotextReader;
import dev.diffract.frontend.core.infotext.RestoredRequest;
import dev.diffract.frontend.core.picture.Preview;
import dev.diffract.frontend.core.plan.FileForm;
import dev.diffract.frontend.core.plan.FileFormat;
import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.plan.Provenance;
import dev.diffract.frontend.core.request.Fault;
import dev.diffract.frontend.core.request.GenerationRequest;
import dev.diffract.frontend.imaging.JpegEncoder;
import dev.diffract.frontend.imaging.PngEncoder;
import dev.diffract.frontend.imaging.PngText;
import dev.diffract.frontend.imaging.UnreadableImageException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Pictures as files with their parameters. Takes a tenth of a second for large ones: not for event loops. */
@Singleton
public class Pictures implements PictureWriter {

    /** Of the text in a PNG file that has a picture's parameters. */
    public static final String KEYWORD = PngEncoder.KEYWORD;

    private static final PngEncoder PNG = new PngEncoder();
    private static final JpegEncoder JPEG = new JpegEncoder();
    private static final PngText TEXTS = new PngText();

    private final String version;

    @Inject
    Pictures(@ConfigProperty(name = "quarkus.application.version") String version) {
        this.version = version;
    }

    /** A file of the form that the plan says, which holds the parameters in the grammar that other tools read. */
    @Override
    public PictureFile write(GenerationPlan plan, int index, Provenance provenance, Raster picture) {
        String infotext = Infotext.of(plan, index, provenance, version);
        FileForm form = plan.handling().form();
        byte[] rgb = picture.values();
        byte[] file = form.format() == FileFormat.JPEG
                ? JPEG.encode(picture.width(), picture.height(), rgb, form.quality(), infotext)
                : PNG.encode(picture.width(), picture.height(), rgb, infotext);
        return new PictureFile(form.format(), file, infotext);
    }

    /**
     * What a file says of how its picture was drawn.
     *
     * @param infotext as it stands in the file
     * @param request what was asked for, as far as it says
     */
    public record Restored(String infotext, RestoredRequest request) {}

    /**
     * Reads a PNG file by this program or by others of the same grammar.
     *
     * @param check what is wrong with a request
     * @return empty if it says nothing
     * @throws UnreadableImageException if it is no PNG file
     */
    public static Optional<Restored> read(byte[] file, Function<GenerationRequest, List<Fault>> check)
            throws UnreadableImageException {
        return TEXTS.find(file, KEYWORD).map(infotext -> new Restored(infotext, InfotextReader.read(infotext, check)));
    }

    /** A preview as a PNG file. */
    public static byte[] png(Preview preview) {
        return PNG.encode(preview.width(), preview.height(), preview.rgb());
    }
}
