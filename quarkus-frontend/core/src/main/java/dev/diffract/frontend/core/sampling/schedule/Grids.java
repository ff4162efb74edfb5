package dev.diffract.frontend.core.sampling.schedule;

/** Arithmetic of numpy and torch on grids of timesteps. */
public final class Grids {

    private Grids() {}

    public static float sqrt(float value) {
        return (float) Math.sqrt(value);
    }

    public static float log(float value) {
        return (float) Math.log(value);
    }

    public static float exp(float value) {
        return (float) Math.exp(value);
    }

    static float atan(float value) {
        return (float) Math.atan(value);
    }

    static float tan(float value) {
        return (float) Math.tan(value);
    }

    public static float expm1(float value) {
        return (float) Math.expm1(value);
    }

    /** Rounded half to even. */
    public static float[] whole(double[] values) {
        float[] whole = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            whole[i] = (float) Math.rint(values[i]);
        }
        return whole;
    }

    /** {@code torch.linspace} in single precision: counted from both ends, which decides the last bits. */
    public static float[] linspace(float first, float last, int count) {
        float step = count == 1 ? 0 : (last - first) / (count - 1);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = i < count / 2 ? Math.fma(step, i, first) : Math.fma(-step, count - 1 - i, last);
        }
        if (count == 1) {
            values[0] = first;
        }
        return values;
    }

    /** {@code numpy.linspace}: the last point is exact. */
    public static double linspace(double first, double last, int count, int index) {
        if (index == 0) {
            return first;
        }
        return index == count - 1 ? last : first + index * ((last - first) / (count - 1));
    }
}
