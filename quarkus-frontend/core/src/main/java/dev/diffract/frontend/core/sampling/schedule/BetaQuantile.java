package dev.diffract.frontend.core.sampling.schedule;

/**
 * Quantiles of the beta distribution whose two parameters are equal: the inverse of the regularised incomplete beta
 * function, found by bisection over its continued fraction (DLMF 8.17.22).
 */
final class BetaQuantile {

    private static final int TERMS = 200;
    private static final double TINY = 1e-300;

    private final double parameter;
    private final double beta;

    /**
     * @param parameter more than 0
     */
    BetaQuantile(double parameter) {
        this.parameter = parameter;
        this.beta = Math.exp(2 * logGamma(parameter) - logGamma(2 * parameter));
    }

    /**
     * @param probability from 0 to 1
     * @return from 0 to 1
     */
    double of(double probability) {
        if (probability <= 0 || probability >= 1) {
            return probability <= 0 ? 0 : 1;
        }
        if (probability > 0.5) {
            return 1 - of(1 - probability);
        }
        double low = 0;
        double high = 0.5;
        while (true) {
            double middle = (low + high) / 2;
            if (middle == low || middle == high) {
                return middle;
            }
            if (probability(middle) < probability) {
                low = middle;
            } else {
                high = middle;
            }
        }
    }

    /** For x up to a half, where the fraction converges fast. */
    private double probability(double x) {
        double factor = Math.pow(x * (1 - x), parameter) / (parameter * beta);
        return factor / fraction(x);
    }

    /** Modified Lentz. */
    private double fraction(double x) {
        double value = 1;
        double c = 1;
        double d = 0;
        for (int n = 1; n <= TERMS; n++) {
            double coefficient = coefficient(n, x);
            d = 1 / nonZero(1 + coefficient * d);
            c = nonZero(1 + coefficient / c);
            double change = c * d;
            value *= change;
            if (Math.abs(change - 1) < Math.ulp(1.0)) {
                break;
            }
        }
        return value;
    }

    private double coefficient(int n, double x) {
        int m = n / 2;
        if (n % 2 == 0) {
            return m * (parameter - m) * x / ((parameter + 2 * m - 1) * (parameter + 2 * m));
        }
        return -(parameter + m) * (2 * parameter + m) * x / ((parameter + 2 * m) * (parameter + 2 * m + 1));
    }

    private static double nonZero(double value) {
        return Math.abs(value) < TINY ? TINY : value;
    }

    /** Stirling's series, started far out. */
    private static double logGamma(double x) {
        double shift = 0;
        double z = x;
        while (z < 20) {
            shift -= Math.log(z);
            z++;
        }
        double inverse = 1 / z;
        double square = inverse * inverse;
        double series = inverse * (1 / 12.0 - square * (1 / 360.0 - square * (1 / 1260.0 - square / 1680)));
        return shift + (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series;
    }
}
