package dev.diffract.frontend.testing;

import com.google.protobuf.ByteString;
import dev.diffract.kserve.ModelInferRequest;
import dev.diffract.kserve.ModelInferResponse;
import dev.diffract.kserve.ModelInferResponse.InferOutputTensor;
import dev.diffract.kserve.ModelMetadataResponse;
import dev.diffract.kserve.ModelMetadataResponse.TensorMetadata;
import dev.diffract.repository.kserve.TensorType;
import dev.diffract.repository.layout.Manifest.Pipeline;
import dev.diffract.repository.layout.ServedName;
import dev.diffract.repository.pipeline.Axis;
import dev.diffract.repository.pipeline.ModelFamily;
import dev.diffract.repository.pipeline.ModelInterface;
import dev.diffract.repository.pipeline.ModelRole;
import dev.diffract.repository.pipeline.PipelineNumbers;
import dev.diffract.repository.pipeline.TensorSpec;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The models of a {@link FakeTriton}, which draw nothing: embeddings are zeros, the noise found is the sample itself, the picture
 * repeats the bytes of the latents, and the verdict of a safety checker is their first bit.
 */
public final class FakeModels {

    private static final Pipeline PIPELINE = TestRepository.manifest().pipeline();
    private static final ModelFamily FAMILY = PIPELINE.family();
    private static final PipelineNumbers NUMBERS = PIPELINE.numbers();

    /** As {@link TestRepository#manifest()} has them. */
    public static final FakeModels PLAIN =
            new FakeModels(ModelRole.TEXT_ENCODER, ModelRole.UNET, ModelRole.VAE_ENCODER, ModelRole.DECODE_IMAGE);

    /** As {@link TestRepository#judged()} has them: with a safety checker. */
    public static final FakeModels JUDGED = new FakeModels(
            ModelRole.TEXT_ENCODER,
            ModelRole.UNET,
            ModelRole.VAE_ENCODER,
            ModelRole.SAFETY_CHECKER,
            ModelRole.DECODE_IMAGE);

    /** By role. The UNet takes and gives halves, but for the time. */
    private final NavigableMap<String, ModelMetadataResponse> models = new TreeMap<>();

    private FakeModels(ModelRole... roles) {
        for (ModelRole role : roles) {
            models.put(role.id(), metadata(role, Set.of(roles)));
        }
    }

    /** In the order of the alphabet. */
    public Set<String> roles() {
        return models.navigableKeySet();
    }

    /** What a model takes and gives; empty if there is none of this role. */
    public Optional<ModelMetadataResponse> metadata(String role) {
        return Optional.ofNullable(models.get(role));
    }

    /** What a model answers, under the name it was asked by. */
    public static ModelInferResponse answer(ModelInferRequest request) {
        return computed(request).toBuilder()
                .setModelName(request.getModelName())
                .build();
    }

    private static ModelInferResponse computed(ModelInferRequest request) {
        return switch (ServedName.role(request.getModelName())) {
            case "text_encoder" -> embeddings(request);
            case "unet" -> noise(request);
            case "vae_encoder" -> latentParameters(request);
            default -> picture(request);
        };
    }

    private static ModelInferResponse embeddings(ModelInferRequest request) {
        long rows = request.getInputs(0).getShape(0);
        long length = NUMBERS.textLength();
        long width = NUMBERS.textWidth();
        byte[] states = new byte[(int) (rows * length * width * Float.BYTES)];
        return response(request.getOutputs(0).getName(), "FP32", states, rows, length, width);
    }

    /** The sample itself: the latents that follow depend on those before, so that a lost step would show. */
    private static ModelInferResponse noise(ModelInferRequest request) {
        Long[] shape = request.getInputs(0).getShapeList().toArray(Long[]::new);
        return response(
                FAMILY.unet().prediction().name(),
                "FP16",
                request.getRawInputContents(0).toByteArray(),
                shape);
    }

    /** Means that repeat the picture, and a deviation of one. */
    private static ModelInferResponse latentParameters(ModelInferRequest request) {
        List<Long> shape = request.getInputs(0).getShapeList();
        long height = shape.get(2) / NUMBERS.vaeScale();
        long width = shape.get(3) / NUMBERS.vaeScale();
        long channels = 2L * NUMBERS.latentChannels();
        byte[] parameters = new byte[(int) (channels * height * width * Float.BYTES)];
        request.getRawInputContents(0).substring(0, parameters.length / 2).copyTo(parameters, 0);
        return response(FAMILY.vaeEncoder().moments().name(), "FP32", parameters, 1L, channels, height, width);
    }

    private static ModelInferResponse picture(ModelInferRequest request) {
        List<Long> shape = request.getInputs(0).getShapeList();
        long height = shape.get(2) * NUMBERS.vaeScale();
        long width = shape.get(3) * NUMBERS.vaeScale();
        byte[] latents = request.getRawInputContents(0).toByteArray();
        byte[] image = new byte[(int) (shape.get(0) * height * width * 3)];
        for (int i = 0; i < image.length; i++) {
            image[i] = latents[i % latents.length];
        }
        ModelInferResponse picture =
                response(FAMILY.decodeImage().image().name(), "UINT8", image, shape.get(0), height, width, 3L);
        ModelInferResponse.Builder answer = picture.toBuilder();
        if (isAsked(FAMILY.decodeImage().flagged(), request)) {
            answer.mergeFrom(verdicts(latents, shape.get(0)));
        }
        if (isAsked(FAMILY.decodeImage().finite(), request)) {
            byte[] all = new byte[Math.toIntExact(shape.get(0))];
            Arrays.fill(all, (byte) 1);
            answer.mergeFrom(response(FAMILY.decodeImage().finite().name(), "BOOL", all, shape.get(0), 1L));
        }
        return answer.build();
    }

    private static boolean isAsked(TensorSpec output, ModelInferRequest request) {
        return request.getOutputsList().stream()
                .anyMatch(asked -> asked.getName().equals(output.name()));
    }

    /** True for latents that begin with an odd byte, and so for pictures whose first value is odd. */
    private static ModelInferResponse verdicts(byte[] latents, long rows) {
        byte[] flags = new byte[(int) rows];
        for (int row = 0; row < flags.length; row++) {
            flags[row] = (byte) (latents[row * latents.length / flags.length] & 1);
        }
        return response(FAMILY.decodeImage().flagged().name(), "BOOL", flags, rows, 1L);
    }

    /** A response with one output, and no name yet. */
    public static ModelInferResponse response(String name, String type, byte[] raw, Long... shape) {
        return ModelInferResponse.newBuilder()
                .addOutputs(InferOutputTensor.newBuilder()
                        .setName(name)
                        .setDatatype(type)
                        .addAllShape(List.of(shape)))
                .addRawOutputContents(ByteString.copyFrom(raw))
                .build();
    }

    private static ModelMetadataResponse metadata(ModelRole role, Set<ModelRole> roles) {
        ModelInterface served = FAMILY.served(role, NUMBERS.clipSkips(), roles);
        ModelMetadataResponse.Builder metadata =
                ModelMetadataResponse.newBuilder().setName(role.id()).addVersions("1");
        served.inputs().forEach(tensor -> metadata.addInputs(tensor(role, tensor)));
        served.outputs().forEach(tensor -> metadata.addOutputs(tensor(role, tensor)));
        return metadata.build();
    }

    private static TensorMetadata tensor(ModelRole role, TensorSpec spec) {
        TensorType type = role == ModelRole.UNET && !spec.scalar() ? TensorType.FP16 : spec.type();
        return TensorMetadata.newBuilder()
                .setName(spec.name())
                .setDatatype(type.wireName())
                .addShape(Axis.OPEN)
                .addAllShape(spec.dims(NUMBERS))
                .build();
    }
}
