package dev.diffract.frontend.core.inference;

import dev.diffract.repository.kserve.FloatRow;
import dev.diffract.repository.kserve.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Calls that go as one: their rows, one after the other, are one batch of one execution. What comes after them only fills the batch.
 *
 * @param whole the call to make
 * @param rows of each call, in order; together no more than the whole has
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
     * A call whose batch has no room for others: its rows, always at the same place, and after them the same again, from the first on,
     * as often as they fit.
     *
     * @param rows of the batch; a call of as many or more goes as it is
     * @throws IllegalArgumentException if an input's elements differ in size
     */
    public static JoinedCall filled(InferenceCall call, long rows) {
        if (call.inputs().isEmpty() || call.rows() >= rows) {
            return of(List.of(call));
        }
        List<Tensor> inputs =
                call.inputs().stream().map(input -> filled(input, rows)).toList();
        return new JoinedCall(
                new InferenceCall(call.model(), inputs, call.outputs(), call.offered()), List.of(call.rows()));
    }

    private static Tensor filled(Tensor input, long rows) {
        List<FloatRow> own = input.rows();
        return own.isEmpty()
                ? again(input, rows)
                : Tensor.ofRows(
                        input.name(),
                        input.type(),
                        withRows(input.shape(), rows),
                        IntStream.range(0, Math.toIntExact(rows))
                                .mapToObj(i -> own.get(i % own.size()))
                                .toList());
    }

    private static Tensor again(Tensor input, long rows) {
        int own = input.data().remaining();
        long[] shape = input.shape();
        if (input.type().byteSize() == 0) {
            throw new IllegalArgumentException("elements of " + input + " differ in size, so no row can be repeated");
        }
        int row = Math.toIntExact(own / shape[0]);
        ByteBuffer data = ByteBuffer.allocate(Math.toIntExact(row * rows));
        while (data.hasRemaining()) {
            ByteBuffer again = input.data();
            data.put(again.limit(Math.min(again.limit(), again.position() + data.remaining())));
        }
        return Tensor.ofRaw(input.name(), input.type(), withRows(shape, rows), data.flip());
    }

    /**
     * The answer to each of the calls, in order.
     *
     * @param answer to the whole
     * @throws IllegalArgumentException if it has not as many rows as were sent
     */
    public List<InferenceResult> split(InferenceResult answer) {
        if (rows.size() == 1 && rows.get(0) == whole.rows()) {
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
        for (Tensor part : parts) {
            rows += part.shape()[0];
        }
        if (parts.stream().noneMatch(part -> part.rows().isEmpty())) {
            List<FloatRow> all =
                    parts.stream().flatMap(part -> part.rows().stream()).toList();
            return Tensor.ofRows(first.name(), first.type(), withRows(first.shape(), rows), all);
        }
        ByteBuffer data = ByteBuffer.allocate(bytes(parts));
        parts.forEach(part -> data.put(part.data()));
        return Tensor.ofRaw(first.name(), first.type(), withRows(first.shape(), rows), data.flip());
    }

    private static int bytes(List<Tensor> parts) {
        int bytes = 0;
        for (Tensor part : parts) {
            bytes = Math.addExact(bytes, part.data().remaining());
        }
        return bytes;
    }

    private Tensor part(Tensor output, long from, long count) {
        long total = whole.rows();
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
