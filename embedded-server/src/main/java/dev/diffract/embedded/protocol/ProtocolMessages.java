package dev.diffract.embedded.protocol;

import dev.diffract.embedded.model.LoadedModel;
import dev.diffract.embedded.model.ModelStatus;
import dev.diffract.embedded.server.InferenceServer;
import dev.diffract.kserve.ModelConfigResponse;
import dev.diffract.kserve.ModelMetadataResponse;
import dev.diffract.kserve.ModelMetadataResponse.TensorMetadata;
import dev.diffract.kserve.ModelStatisticsResponse;
import dev.diffract.kserve.RepositoryIndexResponse;
import dev.diffract.kserve.RepositoryIndexResponse.ModelIndex;
import dev.diffract.kserve.ServerMetadataResponse;
import dev.diffract.repository.config.Shapes;
import dev.diffract.repository.kserve.TensorType;
import dev.diffract.repository.proto.DataType;
import dev.diffract.repository.proto.ModelConfig;
import java.util.List;

/** Answers about the server and its models as the protocol's messages; HTTP prints the same messages as JSON. */
public final class ProtocolMessages {

    private final InferenceServer server;
    private final String version;

    /**
     * @param version of this program
     */
    public ProtocolMessages(InferenceServer server, String version) {
        this.server = server;
        this.version = version;
    }

    public ServerMetadataResponse serverMetadata() {
        return ServerMetadataResponse.newBuilder()
                .setName(InferenceServer.NAME)
                .setVersion(version)
                .addAllExtensions(InferenceServer.EXTENSIONS)
                .build();
    }

    public ModelMetadataResponse modelMetadata(String name, String modelVersion) {
        ModelConfig config = server.model(name, modelVersion).config();
        ModelMetadataResponse.Builder metadata =
                ModelMetadataResponse.newBuilder().setName(name).setPlatform(config.getPlatform());
        if (modelVersion.isEmpty()) {
            server.readyVersions(name).forEach(number -> metadata.addVersions(Long.toString(number)));
        } else {
            metadata.addVersions(modelVersion);
        }
        config.getInputList()
                .forEach(input ->
                        metadata.addInputs(tensor(config, input.getName(), input.getDataType(), input.getDimsList())));
        config.getOutputList()
                .forEach(output -> metadata.addOutputs(
                        tensor(config, output.getName(), output.getDataType(), output.getDimsList())));
        return metadata.build();
    }

    public ModelConfigResponse modelConfig(String name, String modelVersion) {
        return ModelConfigResponse.newBuilder()
                .setConfig(server.model(name, modelVersion).config())
                .build();
    }

    public ModelStatisticsResponse statistics(String name, String modelVersion) {
        ModelStatisticsResponse.Builder response = ModelStatisticsResponse.newBuilder();
        for (LoadedModel model : server.loaded(name, modelVersion)) {
            response.addModelStats(StatisticsMessage.of(model));
        }
        return response.build();
    }

    public RepositoryIndexResponse index(boolean readyOnly) {
        RepositoryIndexResponse.Builder response = RepositoryIndexResponse.newBuilder();
        server.index().forEach((name, status) -> {
            if (status.isEmpty() && !readyOnly) {
                response.addModels(ModelIndex.newBuilder().setName(name));
            }
            status.ifPresent(known -> known.versions().forEach((number, state) -> {
                if (!readyOnly || state.isReady()) {
                    response.addModels(entry(name, number, state));
                }
            }));
        });
        return response.build();
    }

    private static ModelIndex entry(String name, long number, ModelStatus.Version version) {
        return ModelIndex.newBuilder()
                .setName(name)
                .setVersion(Long.toString(number))
                .setState(version.state().name())
                .setReason(version.reason())
                .build();
    }

    private static TensorMetadata tensor(ModelConfig config, String name, DataType type, List<Long> dims) {
        return TensorMetadata.newBuilder()
                .setName(name)
                .setDatatype(TensorType.ofConfigType(type).wireName())
                .addAllShape(Shapes.full(config, dims))
                .build();
    }
}
