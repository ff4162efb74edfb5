package dev.diffract.frontend.core.dispatch;

import dev.diffract.frontend.core.dispatch.policy.Stage;
import dev.diffract.frontend.core.dispatch.policy.Work;
import dev.diffract.frontend.core.inference.InferenceException;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.core.time.Unheard;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Several that hear the same. */
record DispatchListeners(List<DispatchListener> all) implements DispatchListener {

    @Override
    public void assigned(Work work, Duration waited) {
        tell(each -> each.assigned(work, waited));
    }

    @Override
    public void succeeded(TritonInstance instance, EndedCall call) {
        tell(each -> each.succeeded(instance, call));
    }

    @Override
    public void failed(TritonInstance instance, EndedCall call, InferenceException failure) {
        tell(each -> each.failed(instance, call, failure));
    }

    @Override
    public void withdrawn(TritonInstance instance, EndedCall call) {
        tell(each -> each.withdrawn(instance, call));
    }

    @Override
    public void moved(TritonInstance instance, EndedCall call) {
        tell(each -> each.moved(instance, call));
    }

    @Override
    public void hedged(TritonInstance instance, Stage stage) {
        tell(each -> each.hedged(instance, stage));
    }

    @Override
    public void outrun(TritonInstance instance, Stage stage) {
        tell(each -> each.outrun(instance, stage));
    }

    @Override
    public void retried(Stage stage) {
        tell(each -> each.retried(stage));
    }

    private void tell(Consumer<DispatchListener> news) {
        all.forEach(each -> Unheard.run(() -> news.accept(each)));
    }
}
