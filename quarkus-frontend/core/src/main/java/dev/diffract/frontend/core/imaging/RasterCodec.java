package dev.diffract.frontend.core.imaging;

import dev.diffract.frontend.core.codec.ByteReader;
import dev.diffract.frontend.core.codec.ByteWriter;

/** A {@link Raster} as bytes and back. */
public final class RasterCodec {

    private RasterCodec() {}

    public static void write(Raster raster, ByteWriter to) {
        to.whole(raster.width()).whole(raster.height()).whole(raster.channels()).bytes(raster.values());
    }

    /**
     * @throws IllegalArgumentException if {@link #write} did not make what comes next
     */
    public static Raster read(ByteReader from) {
        return new Raster(from.whole(), from.whole(), from.whole(), from.bytes());
    }
}
