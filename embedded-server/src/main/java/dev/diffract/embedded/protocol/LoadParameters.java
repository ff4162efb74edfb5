package dev.diffract.embedded.protocol;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.diffract.embedded.kserve.ErrorCode;
import dev.diffract.embedded.kserve.ServingException;
import dev.diffract.kserve.ModelRepositoryParameter;
import dev.diffract.kserve.ModelRepositoryParameter.ParameterChoiceCase;
import dev.diffract.repository.proto.ModelConfig;
import java.util.Map;
import java.util.Optional;

/** Parameters of load and unload requests. */
public final class LoadParameters {

    private static final String CONFIG = "config";
    private static final String UNLOAD_DEPENDENTS = "unload_dependents";

    private LoadParameters() {}

    /**
     * The configuration to use in place of the file's.
     *
     * @throws ServingException INTERNAL if it is no configuration, INVALID_ARGUMENT if another parameter was sent
     */
    public static Optional<ModelConfig> config(String model, Map<String, ModelRepositoryParameter> parameters) {
        for (Map.Entry<String, ModelRepositoryParameter> parameter : parameters.entrySet()) {
            if (!parameter.getKey().equals(CONFIG)) {
                throw ServingException.invalid("unrecognized load parameter '" + parameter.getKey() + "'.");
            }
            if (parameter.getValue().getParameterChoiceCase() != ParameterChoiceCase.STRING_PARAM) {
                throw ServingException.invalid("Config parameter 'config' must have string type for its value");
            }
        }
        return Optional.ofNullable(parameters.get(CONFIG)).map(parameter -> parse(model, parameter.getStringParam()));
    }

    /** Like Triton, it ignores other parameters, and values that are no boolean. */
    public static boolean unloadDependents(Map<String, ModelRepositoryParameter> parameters) {
        return parameters.containsKey(UNLOAD_DEPENDENTS)
                && parameters.get(UNLOAD_DEPENDENTS).getBoolParam();
    }

    private static ModelConfig parse(String model, String json) {
        ModelConfig.Builder config = ModelConfig.newBuilder();
        try {
            JsonFormat.parser().merge(json, config);
        } catch (InvalidProtocolBufferException e) {
            throw new ServingException(
                    ErrorCode.INTERNAL, "failed to load '" + model + "', failed to poll from model repository", e);
        }
        return config.build();
    }
}
