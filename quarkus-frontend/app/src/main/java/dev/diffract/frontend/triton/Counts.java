package dev.diffract.frontend.triton;

import dev.diffract.frontend.core.fleet.ServerCounts;
import dev.diffract.kserve.InferBatchStatistics;
import dev.diffract.kserve.ModelStatistics;
import dev.diffract.kserve.ModelStatisticsResponse;
import dev.diffract.kserve.StatisticDuration;
import java.time.Duration;

/**
 * A server's statistics of all its models as one. How long executions took is in those of batches, each of them once; in those of requests a batch is as
 * often as requests shared it. What an ensemble does is in its own figures and in its members', and counts twice: a picture is decoded once.
 */
final class Counts {

    private Counts() {}

    static ServerCounts of(ModelStatisticsResponse response) {
        long executions = 0;
        long busy = 0;
        long requests = 0;
        long waited = 0;
        for (ModelStatistics model : response.getModelStatsList()) {
            for (InferBatchStatistics batch : model.getBatchStatsList()) {
                executions += batch.getComputeInfer().getCount();
                busy += batch.getComputeInput().getNs()
                        + batch.getComputeInfer().getNs()
                        + batch.getComputeOutput().getNs();
            }
            StatisticDuration queue = model.getInferenceStats().getQueue();
            requests += queue.getCount();
            waited += queue.getNs();
        }
        return new ServerCounts(executions, Duration.ofNanos(busy), requests, Duration.ofNanos(waited));
    }
}
