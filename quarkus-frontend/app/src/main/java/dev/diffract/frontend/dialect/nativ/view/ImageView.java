package dev.diffract.frontend.dialect.nativ.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.diffract.frontend.core.generation.GeneratedImage;
import dev.diffract.frontend.core.plan.FileFormat;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A picture. */
@RegisterForReflection
@Schema(name = "Image")
public record ImageView(
        @Schema(description = "Which of the pictures, from 0", minimum = "0")
        int index,

        @Schema(description = "What it was drawn from", minimum = "0")
        long seed,

        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Schema(
                description =
                        "The PNG file in base64; its `parameters` chunk holds the infotext. Absent where another format was asked for",
                type = SchemaType.STRING,
                implementation = String.class,
                format = "byte")
        byte[] png,

        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Schema(
                description =
                        "The JPEG file in base64, where that was asked for; UserComment in its EXIF holds the infotext",
                type = SchemaType.STRING,
                implementation = String.class,
                format = "byte")
        byte[] jpeg,

        @Schema(description = "Its parameters in the grammar that other tools read from files")
        String infotext,

        @Schema(
                description = "The slices that took part, in the order of their first step",
                examples = "[\"a\", \"b\"]")
        List<String> slices,

        @JsonProperty("has_nsfw_concepts")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Schema(description = "What the model's safety checker says; absent if the model has none")
        Boolean hasNsfwConcepts,

        @Schema(description = "Digest of the checkpoint that drew it", examples = "sha256:7b456182...")
        String checkpoint,

        @JsonProperty("started_again")
        @Schema(
                description =
                        "Whether it had begun with another checkpoint, which was taken away, and was started again with this one")
        boolean startedAgain) {

    public static ImageView of(GeneratedImage image) {
        return new ImageView(
                image.index(),
                image.seed(),
                file(image, FileFormat.PNG),
                file(image, FileFormat.JPEG),
                image.file().parameters(),
                image.instances(),
                image.flagged().orElse(null),
                image.origin().checkpoint(),
                image.origin().again());
    }

    private static byte[] file(GeneratedImage image, FileFormat format) {
        return image.file().format() == format ? image.file().bytes() : null;
    }
}
