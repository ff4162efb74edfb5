package dev.diffract.frontend.testing;

import com.google.protobuf.ByteString;
import dev.diffract.frontend.testing.FakeTriton.Script;
import dev.diffract.kserve.ModelInferResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What goes wrong on slices. */
public final class Scripts {

    /** As engines in FP16 do: the first number of every answer of the UNet is NaN. */
    public static final Script UNET_OVERFLOWS = (request, answer) -> {
        if (!request.getModelName().equals(TestRepository.UNET)) {
            return false;
        }
        ModelInferResponse right = FakeModels.answer(request);
        byte[] raw = right.getRawOutputContents(0).toByteArray();
        raw[0] = 0;
        raw[1] = 0x7e;
        answer.onNext(right.toBuilder()
                .setRawOutputContents(0, ByteString.copyFrom(raw))
                .build());
        answer.onCompleted();
        return true;
    };

    /** As a slice that hangs: the UNet never answers. */
    public static final Script UNET_IS_SILENT =
            (request, answer) -> request.getModelName().equals(TestRepository.UNET);

    /** So that whatever the other slice is thought to take, it is the faster one: a picture alone is drawn on that. */
    public static final Script UNET_IS_SLOW = (request, answer) -> {
        if (!request.getModelName().equals(TestRepository.UNET)) {
            return false;
        }
        CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS).execute(() -> {
            answer.onNext(FakeModels.answer(request));
            answer.onCompleted();
        });
        return true;
    };

    private Scripts() {}
}
