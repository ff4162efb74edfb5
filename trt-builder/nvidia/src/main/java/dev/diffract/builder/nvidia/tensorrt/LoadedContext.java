package dev.diffract.builder.nvidia.tensorrt;

import dev.diffract.builder.nvidia.cuda.CudaStream;
import dev.diffract.builder.nvidia.tensorrt.TensorRtException.Reason;
import dev.diffract.builder.nvidia.tensorrt.abi.IExecutionContext;

/** Turns refusals into sentences with TensorRT's words. */
final class LoadedContext implements ExecutionContext {

    private final IExecutionContext context;
    private final Words words;

    LoadedContext(IExecutionContext context, Words words) {
        this.context = context;
        this.words = words;
    }

    @Override
    public void selectProfile(int profile, CudaStream stream) {
        words.clear();
        require(
                context.setOptimizationProfile(profile, stream.handle()),
                "shape profile " + profile + " cannot be chosen.");
    }

    @Override
    public void setInputShape(String input, Dims shape) {
        words.clear();
        require(
                context.setInputShape(input, shape.toArray()),
                "input '" + input + "' does not take the shape " + shape + ".");
    }

    @Override
    public Dims shape(String tensor) {
        return NativeShapes.of(context.tensorShape(tensor))
                .orElseThrow(() -> words.failure(Reason.RUN, "the engine has no tensor '" + tensor + "'."));
    }

    @Override
    public void setAddress(String tensor, long address) {
        words.clear();
        require(context.setTensorAddress(tensor, address), "tensor '" + tensor + "' cannot be given an address.");
    }

    @Override
    public void enqueue(CudaStream stream) {
        words.clear();
        require(context.enqueue(stream.handle()), "the engine cannot be run as it is set up.");
    }

    private void require(boolean done, String sentence) {
        if (!done) {
            throw words.failure(Reason.RUN, sentence);
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
