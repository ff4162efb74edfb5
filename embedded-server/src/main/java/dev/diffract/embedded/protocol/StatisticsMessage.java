package dev.diffract.embedded.protocol;

import dev.diffract.embedded.model.LoadedModel;
import dev.diffract.embedded.statistics.CountedTime;
import dev.diffract.embedded.statistics.PhaseTimes;
import dev.diffract.embedded.statistics.Snapshot;
import dev.diffract.kserve.InferBatchStatistics;
import dev.diffract.kserve.InferStatistics;
import dev.diffract.kserve.ModelStatistics;
import dev.diffract.kserve.StatisticDuration;

/** A model version's figures as the protocol's message. */
final class StatisticsMessage {

    private StatisticsMessage() {}

    static ModelStatistics of(LoadedModel model) {
        Snapshot figures = model.counters().snapshot();
        ModelStatistics.Builder message = ModelStatistics.newBuilder()
                .setName(model.config().getName())
                .setVersion(Long.toString(model.version()))
                .setLastInference(figures.lastInferenceMillis())
                .setInferenceCount(figures.inferenceCount())
                .setExecutionCount(figures.executionCount())
                .setInferenceStats(inferenceStatistics(figures));
        figures.batches()
                .forEach((size, batch) -> message.addBatchStats(InferBatchStatistics.newBuilder()
                        .setBatchSize(size)
                        .setComputeInput(
                                duration(batch.executions(), batch.times().input()))
                        .setComputeInfer(
                                duration(batch.executions(), batch.times().infer()))
                        .setComputeOutput(
                                duration(batch.executions(), batch.times().output()))));
        return message.build();
    }

    private static InferStatistics inferenceStatistics(Snapshot figures) {
        long count = figures.requests().success().count();
        PhaseTimes times = figures.times();
        return InferStatistics.newBuilder()
                .setSuccess(duration(figures.requests().success()))
                .setFail(duration(figures.requests().fail()))
                .setQueue(duration(count, times.queue()))
                .setComputeInput(duration(count, times.input()))
                .setComputeInfer(duration(count, times.infer()))
                .setComputeOutput(duration(count, times.output()))
                .setCacheHit(duration(0, 0))
                .setCacheMiss(duration(0, 0))
                .build();
    }

    private static StatisticDuration duration(CountedTime time) {
        return duration(time.count(), time.nanos());
    }

    private static StatisticDuration duration(long count, long nanos) {
        return StatisticDuration.newBuilder().setCount(count).setNs(nanos).build();
    }
}
