package dev.diffract.tests.load;

import java.util.Random;
import java.util.stream.DoubleStream;

/** Gives each picture to one of several frontends with one slice each: what people use who have no Diffract. */
interface Router {

    /**
     * @param pictures that each has
     * @param units how long a step takes at each
     */
    int choose(int[] pictures, double[] units, Random random);

    Router LEAST_CONNECTIONS = (pictures, units, random) -> least(pictures, units, 0);

    /** As nginx has it, with the right weights. */
    Router WEIGHTED_LEAST_CONNECTIONS = (pictures, units, random) -> least(pictures, units, 1);

    Router WEIGHTED_RANDOM = (pictures, units, random) -> {
        double at = random.nextDouble()
                * DoubleStream.of(units).map(unit -> 1 / unit).sum();
        int i = 0;
        while (i < units.length - 1 && (at -= 1 / units[i]) > 0) {
            i++;
        }
        return i;
    };

    private static int least(int[] pictures, double[] units, double power) {
        int best = 0;
        for (int i = 1; i < pictures.length; i++) {
            double mine = pictures[i] * Math.pow(units[i], power);
            double least = pictures[best] * Math.pow(units[best], power);
            if (mine < least || (mine == least && units[i] < units[best])) {
                best = i;
            }
        }
        return best;
    }
}
