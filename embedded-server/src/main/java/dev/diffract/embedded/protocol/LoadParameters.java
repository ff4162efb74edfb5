package dev.diffract.embedded.protocol;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
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
     * @throws ServingException INVALID_ARGUMENT if it is no configuration or another parameter was sent
     */
    public static Optional<ModelConfig> config(Map<String, ModelRepositoryParameter> parameters) {
        for (Map.Entry<String, ModelRepositoryParameter> parameter : parameters.entrySet()) {
            if (!parameter.getKey().equals(CONFIG)) {
                throw ServingException.invalid("Unrecognized load parameter '" + parameter.getKey()
                        + "': this server takes 'config' only, and reads model files from its repository");
            }
            if (parameter.getValue().getParameterChoiceCase() != ParameterChoiceCase.STRING_PARAM) {
                throw ServingException.invalid("Config parameter 'config' must have string type for its value");
            }
        }
        return Optional.ofNullable(parameters.get(CONFIG)).map(parameter -> parse(parameter.getStringParam()));
    }

    /**
     * @throws ServingException INVALID_ARGUMENT for another parameter, or a value that is not a boolean
     */
    public static boolean unloadDependents(Map<String, ModelRepositoryParameter> parameters) {
        for (Map.Entry<String, ModelRepositoryParameter> parameter : parameters.entrySet()) {
            if (!parameter.getKey().equals(UNLOAD_DEPENDENTS)
                    || parameter.getValue().getParameterChoiceCase() != ParameterChoiceCase.BOOL_PARAM) {
                throw ServingException.invalid(
                        "unload takes the parameter 'unload_dependents' only, with a boolean, got '"
                                + parameter.getKey() + "'");
            }
        }
        return parameters.containsKey(UNLOAD_DEPENDENTS)
                && parameters.get(UNLOAD_DEPENDENTS).getBoolParam();
    }

    private static ModelConfig parse(String json) {
        ModelConfig.Builder config = ModelConfig.newBuilder();
        try {
            JsonFormat.parser().merge(json, config);
        } catch (InvalidProtocolBufferException e) {
            throw ServingException.invalid("Invalid config override: " + e.getMessage());
        }
        return config.build();
    }
}
