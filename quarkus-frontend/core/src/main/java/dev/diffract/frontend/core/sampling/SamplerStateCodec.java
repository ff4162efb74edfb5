package dev.diffract.frontend.core.sampling;

import dev.diffract.frontend.core.noise.TorchGenerator;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A {@link SamplerState} as bytes, big-endian: version, call, number of values, number of histories, the latents, the
 * histories, the generator. Version 2 is of states with numbers, which follow, their number first. Every bit comes back, so that a
 * run goes on as if it had not been interrupted.
 */
public final class SamplerStateCodec {

    private static final int VERSION = 1;
    private static final int WITH_NUMBERS = 2;
    private static final int HEADER_BYTES = 4 * Integer.BYTES;

    private SamplerStateCodec() {}

    public static byte[] encode(SamplerState state) {
        int count = state.latents().length;
        int arrays = 1 + state.history().size();
        ByteBuffer bytes = ByteBuffer.allocate(
                HEADER_BYTES + arrays * count * Float.BYTES + state.noise().byteCount() + byteCount(state.numbers()));
        int version = state.numbers().isEmpty() ? VERSION : WITH_NUMBERS;
        bytes.putInt(version).putInt(state.call()).putInt(count).putInt(arrays - 1);
        put(bytes, state.latents());
        state.history().forEach(values -> put(bytes, values));
        state.noise().put(bytes);
        if (version == WITH_NUMBERS) {
            bytes.putInt(state.numbers().size());
            state.numbers().forEach(bytes::putDouble);
        }
        return bytes.array();
    }

    /**
     * @throws IllegalArgumentException if {@link #encode} did not make these bytes
     */
    public static SamplerState decode(byte[] encoded) {
        ByteBuffer bytes = ByteBuffer.wrap(encoded);
        try {
            int version = bytes.getInt();
            if (version != VERSION && version != WITH_NUMBERS) {
                throw new IllegalArgumentException("a sampler's state of version " + version
                        + " cannot be read, only of versions " + VERSION + " and " + WITH_NUMBERS);
            }
            int call = bytes.getInt();
            int count = bytes.getInt();
            int histories = bytes.getInt();
            checkSize(bytes, count, histories);
            float[] latents = get(bytes, count);
            List<float[]> history = new ArrayList<>();
            for (int i = 0; i < histories; i++) {
                history.add(get(bytes, count));
            }
            TorchGenerator noise = TorchGenerator.get(bytes);
            List<Double> numbers = new ArrayList<>();
            for (int left = version == WITH_NUMBERS ? bytes.getInt() : 0; left > 0; left--) {
                numbers.add(bytes.getDouble());
            }
            if (bytes.hasRemaining()) {
                throw new IllegalArgumentException("a sampler's state has " + bytes.remaining() + " bytes after its "
                        + (version == WITH_NUMBERS ? "numbers" : "generator"));
            }
            return new SamplerState(call, latents, history, noise, numbers);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("a sampler's state ends after " + encoded.length + " bytes", e);
        }
    }

    private static int byteCount(List<Double> numbers) {
        return numbers.isEmpty() ? 0 : Integer.BYTES + numbers.size() * Double.BYTES;
    }

    private static void checkSize(ByteBuffer bytes, long count, long histories) {
        long expected = (1 + histories) * count * Float.BYTES;
        boolean possible = count >= 0 && histories >= 0 && Math.max(count, histories) <= bytes.remaining();
        if (!possible || expected >= bytes.remaining()) {
            throw new IllegalArgumentException("a sampler's state of " + count + " values and " + histories
                    + " histories takes more than " + expected + " bytes after its header, not "
                    + bytes.remaining());
        }
    }

    private static void put(ByteBuffer target, float[] values) {
        target.asFloatBuffer().put(values);
        target.position(target.position() + values.length * Float.BYTES);
    }

    private static float[] get(ByteBuffer source, int count) {
        float[] values = new float[count];
        source.asFloatBuffer().get(values);
        source.position(source.position() + count * Float.BYTES);
        return values;
    }
}
