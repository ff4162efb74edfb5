package dev.diffract.builder.graphs.check;

import dev.diffract.builder.graphs.onnx.ServedTensor;
import dev.diffract.builder.graphs.onnx.TensorInfo;
import java.util.List;

/**
 * Sizes for comparisons where a served tensor leaves them open. Height and width differ, so that swapping them shows.
 *
 * @param latentSide a side of a latent that the models can draw
 * @param vaeScale pixels per latent
 * @param textLength tokens
 * @param vocabulary ids are below this
 */
public record CheckSizes(int latentSide, int vaeScale, int textLength, int vocabulary) {

    /** A side of a latent that UNets can halve three times, as all of them do. */
    public static final int LATENT_SIDE = 8;

    private static final int PIXEL_CHANNELS = 3;

    /** The tensor's dims with numbers for what is open: a sequence for rank 2, a picture or latent for rank 3. */
    long[] fill(ServedTensor tensor) {
        List<Long> dims = tensor.dims();
        long[] filled = dims.stream().mapToLong(Long::longValue).toArray();
        int unit = dims.get(0) == PIXEL_CHANNELS ? latentSide * vaeScale : latentSide;
        for (int axis = 0; axis < filled.length; axis++) {
            if (filled[axis] == TensorInfo.DYNAMIC) {
                filled[axis] = dims.size() < 3 ? textLength : (long) unit * axis;
            }
        }
        return filled;
    }
}
