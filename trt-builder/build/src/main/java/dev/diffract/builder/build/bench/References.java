package dev.diffract.builder.build.bench;

import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.layout.Manifest.ServedModel;
import java.util.List;
import java.util.Map;

/** Where the right results come from. */
public interface References {

    /**
     * What a model of a repository of engines should compute.
     *
     * @throws BenchException if nobody knows
     */
    Reference open(Manifest engines, ServedModel model);

    /** The right results of one model. */
    interface Reference extends AutoCloseable {

        /**
         * The outputs of one sample by name.
         *
         * @param inputs of a batch of one; an input that the model has in FP32 is converted
         */
        Map<String, Tensor> run(List<Tensor> inputs);

        /** Ids of tokens that the model takes are below this. */
        int vocabulary();

        @Override
        void close();
    }
}
