package dev.diffract.frontend.core.inference;

import dev.diffract.repository.kserve.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Calls that go as one: their rows, one after the other, are one batch of one execution.
 *
 * @param whole the call to make
 * @param rows of each call, in order
 */
public record JoinedCall(InferenceCall whole, List<Long> rows) {

    public JoinedCall {
        rows = List.copyOf(rows);
    }

    /**
     * @param calls at least one; a single one goes as it is, without a copy
     * @throws IllegalArgumentException if their shapes differ
     */
    public static JoinedCall of(List<InferenceCall> calls) {
        List<Long> rows = calls.stream().map(InferenceCall::rows).toList();
        InferenceCall first = calls.get(0);
        if (calls.size() == 1) {
            return new JoinedCall(first, rows);
        }
        CallShape shape = CallShape.of(first);
        for (InferenceCall call : calls) {
            if (!CallShape.of(call).equals(shape)) {
                throw new IllegalArgumentException(
                        "calls of different shapes do not go as one: " + shape + " and " + CallShape.of(call));
            }
        }
        List<Tensor> inputs = new ArrayList<>();
        for (int i = 0; i < first.inputs().size(); i++) {
            int input = i;
            inputs.add(
                    joined(calls.stream().map(call -> call.inputs().get(input)).toList()));
        }
        return new JoinedCall(new InferenceCall(first.model(), inputs, first.outputs(), first.offered()), rows);
    }

    /**
     * The answer to each of the calls, in order.
     *
     * @param answer to the whole
     * @throws IllegalArgumentException if it has not as many rows as were sent
     */
    public List<InferenceResult> split(InferenceResult answer) {
        if (rows.size() == 1) {
            return List.of(answer);
        }
        List<InferenceResult> answers = new ArrayList<>();
        long from = 0;
        for (long count : rows) {
            long first = from;
            answers.add(new InferenceResult(answer.outputs().stream()
                    .map(output -> part(output, first, count))
                    .toList()));
            from += count;
        }
        return answers;
    }

    private static Tensor joined(List<Tensor> parts) {
        Tensor first = parts.get(0);
        long rows = 0;
        int bytes = 0;
        for (Tensor part : parts) {
            rows += part.shape()[0];
            bytes = Math.addExact(bytes, part.data().remaining());
        }
        ByteBuffer data = ByteBuffer.allocate(bytes);
        parts.forEach(part -> data.put(part.data()));
        return Tensor.ofRaw(first.name(), first.type(), withRows(first.shape(), rows), data.flip());
    }

    private Tensor part(Tensor output, long from, long count) {
        long total = rows.stream().mapToLong(Long::longValue).sum();
        long[] shape = output.shape();
        if (shape.length == 0 || shape[0] != total || output.type().byteSize() == 0) {
            throw new IllegalArgumentException("expected " + total + " rows of equal size, got " + output);
        }
        ByteBuffer data = output.data();
        int row = Math.toIntExact(data.remaining() / total);
        ByteBuffer rowsOfCall = data.slice(Math.toIntExact(from * row), Math.toIntExact(count * row));
        return Tensor.ofRaw(output.name(), output.type(), withRows(shape, count), rowsOfCall);
    }

    private static long[] withRows(long[] shape, long rows) {
        shape[0] = rows; // shapes are handed out as copies
        return shape;
    }
}
