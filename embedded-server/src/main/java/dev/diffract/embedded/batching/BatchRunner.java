package dev.diffract.embedded.batching;

import dev.diffract.embedded.kserve.CheckedRequest;
import dev.diffract.embedded.model.ServedModel;
import java.util.List;

/** One instance of a model: runs a batch on the thread that calls it. Used by one thread at a time. */
public interface BatchRunner extends AutoCloseable {

    /**
     * @param batch requests whose inputs agree in every dimension but the batch's
     * @return a result for each, in order; their queue times are zero
     * @throws dev.diffract.embedded.kserve.ServingException if the batch does not run
     */
    List<ServedModel.Result> run(List<CheckedRequest> batch);

    @Override
    void close();
}
