package dev.diffract.frontend.dialect.nativ.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.diffract.frontend.dialect.nativ.problem.Problem;
import dev.diffract.frontend.dialect.nativ.view.GenerationView.ParametersView;
import dev.diffract.frontend.dialect.nativ.view.GenerationView.TimingsView;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Data of the server-sent events; {@code image} carries an {@link ImageView}, {@code failed} a problem document. */
public final class EventViews {

    private EventViews() {}

    /** The generation waits. */
    @RegisterForReflection
    @Schema(name = "Queued", description = "The generation waits")
    public record Queued(
            @Schema(description = "The generation") String id,

            @Schema(description = "1 is next", minimum = "1")
            int position,

            @JsonInclude(JsonInclude.Include.NON_NULL)
            @JsonProperty("done_by")
            @Schema(
                    description =
                            "When it will be done, most likely, as was foreseen when it came; absent where nothing is known yet",
                    implementation = String.class,
                    format = "date-time",
                    examples = "2026-11-26T12:00:30.5Z")
            Instant doneBy) {}

    /** It is being drawn, with these parameters. */
    @RegisterForReflection
    @Schema(name = "Started", description = "The generation is being drawn")
    public record Started(
            @Schema(description = "The generation") String id,
            ParametersView parameters,
            Map<String, TokensView> tokens,

            @JsonProperty("not_honoured") @Schema(description = "What was asked for and is not drawn")
            List<String> notHonoured,

            @JsonInclude(JsonInclude.Include.NON_NULL)
            @JsonProperty("done_by")
            @Schema(
                    description =
                            "When it will be done, most likely, as was foreseen when it came; absent where nothing is known yet",
                    implementation = String.class,
                    format = "date-time",
                    examples = "2026-11-26T12:00:30.5Z")
            Instant doneBy) {}

    /** A step of a picture is done. */
    @RegisterForReflection
    @Schema(name = "Progress", description = "A step of a picture is done")
    public record Progress(
            @Schema(description = "The generation") String id,

            @Schema(description = "Which of the pictures, from 0", minimum = "0")
            int index,

            @Schema(description = "Which of its steps, from 1", minimum = "1")
            int step,

            @Schema(description = "How many steps the picture takes", minimum = "1")
            int steps,

            @Schema(description = "How much of all pictures is done", minimum = "0", maximum = "1")
            double fraction,

            @Schema(description = "Who made the step", examples = "slice-0")
            String slice) {}

    /** What a picture will be, as far as can be told after a step: a PNG file with a pixel for every latent. */
    @RegisterForReflection
    @Schema(name = "Preview", description = "What a picture will be, as far as can be told after a step")
    public record PreviewData(
            @Schema(description = "The generation") String id,

            @Schema(description = "Which of the pictures, from 0", minimum = "0")
            int index,

            @Schema(description = "After which of its steps, from 1", minimum = "1")
            int step,

            @Schema(description = "pixels", minimum = "1") int width,
            @Schema(description = "pixels", minimum = "1") int height,

            @Schema(
                    description = "A PNG file in base64",
                    type = SchemaType.STRING,
                    implementation = String.class,
                    format = "byte")
            byte[] png) {}

    /** All pictures are done. */
    @RegisterForReflection
    @Schema(name = "Completed", description = "All pictures are done")
    public record Completed(
            @Schema(description = "The generation") String id, TimingsView timings) {}

    /** What stands in the data of each event, for the interface's description: a member has the name of the event. */
    @Schema(
            name = "Events",
            description =
                    "Server-sent events, each with an id, a name and data in JSON. Here every name has a member, with the schema"
                            + " of its data. The last one is completed, failed or cancelled.")
    public record Events(
            Queued queued,
            Started started,
            Progress progress,
            PreviewData preview,
            ImageView image,
            Completed completed,
            Problem failed,
            @Schema(description = "It has no members") Map<String, String> cancelled) {}
}
