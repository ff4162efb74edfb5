package dev.diffract.embedded.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.diffract.embedded.kserve.ErrorCode;
import dev.diffract.embedded.kserve.ServingException;
import dev.diffract.embedded.protocol.LoadParameters;
import dev.diffract.embedded.protocol.ProtoJson;
import dev.diffract.embedded.protocol.ProtocolMessages;
import dev.diffract.embedded.server.InferenceServer;
import dev.diffract.kserve.ModelRepositoryParameter;
import java.util.HashMap;
import java.util.Map;

/** The model repository extension: what is there, load, unload. */
final class RepositoryRoutes {

    private final InferenceServer server;
    private final ProtocolMessages messages;

    RepositoryRoutes(InferenceServer server, ProtocolMessages messages) {
        this.server = server;
        this.messages = messages;
    }

    HttpReply index(HttpRequestData request) {
        JsonNode ready = JsonBody.parseOrEmpty(request.body()).path("ready");
        if (!ready.isMissingNode() && !ready.isBoolean()) {
            throw ServingException.invalid("Invalid value for 'ready': expected a boolean");
        }
        ArrayNode models = ProtoJson.of(messages.index(ready.asBoolean()).getModelsList());
        // A model that was never loaded has a name and nothing else.
        models.forEach(model -> ((ObjectNode) model)
                .properties()
                .removeIf(field -> field.getValue().asText().isEmpty()));
        return HttpReply.json(models);
    }

    HttpReply load(String model, HttpRequestData request) {
        JsonBody.parseOrEmpty(request.body()).path("parameters").properties().forEach(parameter -> {
            if (!parameter.getValue().isTextual()) {
                throw new ServingException(ErrorCode.INTERNAL, "attempt to access JSON non-string as string");
            }
            if (!parameter.getKey().equals("config")) {
                throw new ServingException(ErrorCode.INTERNAL, "unexpected error on creating Triton parameter");
            }
        });
        server.load(model, LoadParameters.config(model, parameters(request)));
        return HttpReply.OK;
    }

    HttpReply unload(String model, HttpRequestData request) {
        server.unload(model, LoadParameters.unloadDependents(parameters(request)));
        return HttpReply.OK;
    }

    private static Map<String, ModelRepositoryParameter> parameters(HttpRequestData request) {
        Map<String, ModelRepositoryParameter> parameters = new HashMap<>();
        JsonBody.parseOrEmpty(request.body()).path("parameters").properties().forEach(field -> {
            ModelRepositoryParameter.Builder parameter = ModelRepositoryParameter.newBuilder();
            JsonNode value = field.getValue();
            if (value.isBoolean()) {
                parameter.setBoolParam(value.asBoolean());
            } else {
                parameter.setStringParam(value.asText());
            }
            parameters.put(field.getKey(), parameter.build());
        });
        return parameters;
    }
}
