package dev.diffract.builder.build.engine;

import dev.diffract.builder.planning.plan.Resolution;
import java.util.List;

/** Open sizes of pictures and latents, filled in. */
final class PictureDims {

    private static final int PIXEL_CHANNELS = 3;

    private PictureDims() {}

    /**
     * @param dims three, the channels first, or last in pictures of bytes; three channels are pixels, others latents; -1 is open
     * @param vaeScale pixels per latent in each direction
     */
    static List<Long> fill(List<Long> dims, Resolution resolution, int vaeScale) {
        boolean channelsLast = dims.get(2) == PIXEL_CHANNELS;
        int scale = channelsLast || dims.get(0) == PIXEL_CHANNELS ? 1 : vaeScale;
        long height = (long) resolution.height() / scale;
        long width = (long) resolution.width() / scale;
        return channelsLast
                ? List.of(known(dims.get(0), height), known(dims.get(1), width), dims.get(2))
                : List.of(dims.get(0), known(dims.get(1), height), known(dims.get(2), width));
    }

    private static long known(long dim, long otherwise) {
        return dim < 0 ? otherwise : dim;
    }
}
