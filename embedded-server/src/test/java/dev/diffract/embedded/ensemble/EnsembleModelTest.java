package dev.diffract.embedded.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.embedded.kserve.Cancellation;
import dev.diffract.embedded.kserve.CheckedRequest;
import dev.diffract.embedded.kserve.ErrorCode;
import dev.diffract.embedded.kserve.InferenceRequest;
import dev.diffract.embedded.kserve.RequestOptions;
import dev.diffract.embedded.kserve.ServingException;
import dev.diffract.embedded.model.ServedModel.Result;
import dev.diffract.embedded.statistics.FailureReason;
import dev.diffract.embedded.statistics.ModelCounters;
import dev.diffract.embedded.statistics.PhaseTimes;
import dev.diffract.repository.config.ConfigFiles;
import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.kserve.TensorType;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class EnsembleModelTest {

    /** Two steps from one input, a third that joins them, and one whose output nobody need ask for. */
    private static final String DIAMOND = """
            name: "diamond" platform: "ensemble" max_batch_size: 4
            input { name: "in" data_type: TYPE_FP32 dims: [ 1 ] }
            output { name: "out" data_type: TYPE_FP32 dims: [ 1 ] }
            output { name: "extra" data_type: TYPE_FP32 dims: [ 1 ] }
            ensemble_scheduling { step [
              { model_name: "join" input_map [ { key: "a" value: "l" }, { key: "b" value: "r" } ] output_map { key: "y" value: "out" } },
              { model_name: "left" input_map { key: "x" value: "in" } output_map { key: "y" value: "l" } },
              { model_name: "right" input_map { key: "x" value: "in" } output_map { key: "y" value: "r" } },
              { model_name: "more" input_map { key: "x" value: "in" } output_map { key: "y" value: "extra" } }
            ] }
            """;

    private final List<InferenceRequest> calls = new ArrayList<>();
    private final List<CompletableFuture<Result>> answers = new ArrayList<>();
    private final ModelCounters counters = new ModelCounters(InstantSource.system());
    private final EnsembleModel ensemble = new EnsembleModel(
            ConfigFiles.parse(DIAMOND),
            (request, cancellation) -> {
                calls.add(request);
                answers.add(new CompletableFuture<>());
                return answers.get(answers.size() - 1);
            },
            counters);

    @Test
    void independentStepsRunSideBySideAndTheJoiningOneWaitsForBoth() {
        CompletableFuture<Result> result = ensemble.infer(request("out"), new Cancellation());
        assertThat(calls).extracting(InferenceRequest::model).containsExactlyInAnyOrder("left", "right");
        answer(0, 1);
        assertThat(calls).hasSize(2);
        answer(1, 2);
        assertThat(calls).extracting(InferenceRequest::model).endsWith("join");
        answer(2, 3);
        assertThat(result.join().outputs()).singleElement().satisfies(output -> {
            assertThat(output.name()).isEqualTo("out");
            assertThat(output.floats()).containsExactly(3);
        });
        assertThat(result.join().times()).isEqualTo(new PhaseTimes(3, 6, 9, 12));
        assertThat(counters.snapshot().inferenceCount()).isEqualTo(1);
    }

    @Test
    void onlyStepsThatAWantedOutputNeedsAreCalled() {
        ensemble.infer(request("extra"), new Cancellation());
        assertThat(calls).extracting(InferenceRequest::model).containsExactly("more");
    }

    @Test
    void aMembersFailureIsTheEnsemblesAndSaysSo() {
        CompletableFuture<Result> result = ensemble.infer(request("out"), new Cancellation());
        answers.get(0).completeExceptionally(new ServingException(ErrorCode.UNAVAILABLE, "Exceeds maximum queue size"));
        answers.get(1).complete(new Result(List.of(), PhaseTimes.ZERO));
        assertThatThrownBy(result::join)
                .isInstanceOf(CompletionException.class)
                .hasMessageContaining("in ensemble 'diamond', Exceeds maximum queue size")
                .satisfies(e -> assertThat(ServingException.of(e).code()).isEqualTo(ErrorCode.UNAVAILABLE));
        assertThat(counters.snapshot().requests().failures()).containsEntry(FailureReason.OTHER, 1L);
    }

    @Test
    void aCancelledRequestStartsNoFurtherStep() {
        Cancellation cancellation = new Cancellation();
        CompletableFuture<Result> result = ensemble.infer(request("out"), cancellation);
        cancellation.cancel();
        answer(0, 1);
        answer(1, 2);
        assertThat(calls).hasSize(2);
        assertThatThrownBy(result::join).hasMessageContaining("cancelled");
        assertThat(counters.snapshot().requests().failures()).containsEntry(FailureReason.CANCELED, 1L);
    }

    private void answer(int call, float value) {
        Tensor output = Tensor.ofFloats("y", TensorType.FP32, new long[] {1, 1}, new float[] {value});
        answers.get(call).complete(new Result(List.of(output), new PhaseTimes(1, 2, 3, 4)));
    }

    private static CheckedRequest request(String output) {
        Tensor input = Tensor.ofFloats("in", TensorType.FP32, new long[] {1, 1}, new float[1]);
        return new CheckedRequest("", "", RequestOptions.NONE, 1, List.of(input), List.of(output));
    }
}
