package dev.diffract.frontend.dialect.nativ;

import dev.diffract.frontend.core.model.ModelDefinition;
import dev.diffract.frontend.core.request.GenerationLimits;
import dev.diffract.frontend.core.sampling.schedule.SigmaSchedule;
import dev.diffract.frontend.core.sampling.solver.SamplerFactory;
import dev.diffract.frontend.core.sampling.solver.Samplers;
import dev.diffract.frontend.dialect.nativ.problem.Problem;
import dev.diffract.frontend.dialect.nativ.view.ModelsView;
import dev.diffract.frontend.dialect.nativ.view.ModelsView.DefaultsView;
import dev.diffract.frontend.dialect.nativ.view.ModelsView.ModelView;
import dev.diffract.frontend.dialect.nativ.view.ModelsView.SizesView;
import dev.diffract.frontend.service.ModelNote;
import dev.diffract.frontend.service.ModelService;
import dev.diffract.frontend.service.ModelService.Offer;
import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.layout.SizeReason;
import dev.diffract.repository.layout.SizeRule;
import dev.diffract.repository.pipeline.ModelRole;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What can be drawn with. */
@Tag(name = "Models", description = "What can be drawn with")
@Path("/v1/models")
@Produces(MediaType.APPLICATION_JSON)
public class ModelResource {

    private final ModelService models;
    private final GenerationLimits limits;

    @Inject
    ModelResource(ModelService models, GenerationLimits limits) {
        this.models = models;
        this.limits = limits;
    }

    @GET
    @Operation(operationId = "models", summary = "List the models", description = "The default model comes first.")
    @APIResponse(
            responseCode = "200",
            description = "The models",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ModelsView.class)))
    @APIResponse(
            responseCode = "406",
            description = "The list is JSON, which the Accept header rules out",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public ModelsView models() {
        return new ModelsView(models.models().stream().map(this::view).toList());
    }

    private ModelView view(Offer offer) {
        ModelDefinition model = offer.model();
        Manifest manifest = model.manifest();
        Manifest.Defaults defaults = manifest.defaults();
        return new ModelView(
                model.name(),
                manifest.checkpoint(),
                manifest.runtime(),
                manifest.description().orElse(null),
                offer.notes().stream().map(ModelNote::sentence).toList(),
                new DefaultsView(
                        defaults.width(),
                        defaults.height(),
                        defaults.steps(),
                        defaults.guidance(),
                        model.defaultSampler(),
                        defaults.negativePrompt().orElse("")),
                view(manifest.pipeline().sizes()),
                Samplers.all().stream().map(SamplerFactory::displayName).toList(),
                Arrays.stream(SigmaSchedule.values()).map(SigmaSchedule::id).toList(),
                limits.maxCount(),
                manifest.pipeline().clipSkips(),
                model.previews().isPresent(),
                manifest.find(ModelRole.VAE_ENCODER).isPresent(),
                offer.ready());
    }

    private static SizesView view(SizeRule sizes) {
        return new SizesView(
                sizes.multiple(),
                sizes.min(),
                sizes.max(),
                sizes.only().stream().map(Manifest.Size::toString).toList(),
                sizes.range().stream()
                        .flatMap(range -> Stream.of(range.from(), range.to()))
                        .map(Manifest.Size::toString)
                        .toList(),
                sizes.reason().map(SizeReason::id).orElse(null),
                sizes.halvings().orElse(null));
    }
}
