package dev.diffract.embedded.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.diffract.embedded.kserve.Cancellation;
import dev.diffract.embedded.kserve.InferenceResponse;
import dev.diffract.embedded.kserve.ServingException;
import dev.diffract.embedded.server.InferenceServer;
import dev.diffract.repository.kserve.Tensor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;

/** Inference over HTTP, with tensors in JSON or, by the binary tensor extension, behind it. */
final class InferRoute {

    private final InferenceServer server;

    InferRoute(InferenceServer server) {
        this.server = server;
    }

    HttpReply infer(String model, String version, HttpRequestData http) {
        int headerLength;
        try {
            server.model(model, version);
            headerLength = JsonInferRequest.headerLength(http);
        } catch (ServingException e) {
            return HttpReply.early(e.code().httpStatus(), e.getMessage());
        }
        if (http.contentEncoding()
                .filter(encoding -> !encoding.equals("identity"))
                .isPresent()) {
            throw ServingException.invalid("Unsupported content-encoding, only 'identity' is supported.");
        }
        JsonInferRequest request = JsonInferRequest.parse(model, version, http, headerLength);
        try {
            return reply(
                    request, server.infer(request.request(), new Cancellation()).join());
        } catch (CompletionException e) {
            throw ServingException.of(e);
        }
    }

    private static HttpReply reply(JsonInferRequest request, InferenceResponse response) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (!response.id().isEmpty()) {
            json.put("id", response.id());
        }
        json.put("model_name", response.model());
        json.put("model_version", Long.toString(response.version()));
        List<ByteBuffer> tail = new ArrayList<>();
        ArrayNode outputs = json.putArray("outputs");
        for (Tensor output : response.outputs()) {
            ObjectNode node = outputs.addObject();
            node.put("name", output.name());
            node.put("datatype", output.type().wireName());
            ArrayNode shape = node.putArray("shape");
            for (long dimension : output.shape()) {
                shape.add(dimension);
            }
            if (request.binary(output.name())) {
                node.putObject("parameters")
                        .put("binary_data_size", output.data().remaining());
                tail.add(output.data());
            } else {
                node.set("data", JsonData.write(output));
            }
        }
        return tail.isEmpty() ? HttpReply.json(json) : withTail(json, tail);
    }

    private static HttpReply withTail(ObjectNode json, List<ByteBuffer> tail) {
        byte[] header = json.toString().getBytes(StandardCharsets.UTF_8);
        List<ByteBuffer> body = new ArrayList<>();
        body.add(ByteBuffer.wrap(header));
        body.addAll(tail);
        return new HttpReply(
                200,
                Map.of(
                        "Content-Type",
                        "application/octet-stream",
                        "Inference-Header-Content-Length",
                        Integer.toString(header.length)),
                body);
    }
}
