package dev.diffract.frontend.dialect.nativ.view;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.diffract.frontend.dialect.nativ.view.GenerationView.ParametersView;
import dev.diffract.frontend.dialect.nativ.view.GenerationView.TimingsView;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;

/** Data of the server-sent events; {@code image} carries an {@link ImageView}, {@code failed} a problem document. */
public final class EventViews {

    private EventViews() {}

    /** The generation waits; position 1 is next. */
    @RegisterForReflection
    public record Queued(String id, int position) {}

    /** It is being drawn, with these parameters. */
    @RegisterForReflection
    public record Started(
            String id,
            ParametersView parameters,
            Map<String, TokensView> tokens,
            @JsonProperty("not_honoured") List<String> notHonoured) {}

    /** A step of a picture is done. */
    @RegisterForReflection
    public record Progress(String id, int index, int step, int steps, double fraction, String slice) {}

    /** What a picture will be, as far as can be told after a step: a PNG file with a pixel for every latent. */
    @RegisterForReflection
    public record PreviewData(String id, int index, int step, int width, int height, byte[] png) {}

    /** All pictures are done. */
    @RegisterForReflection
    public record Completed(String id, TimingsView timings) {}
}
