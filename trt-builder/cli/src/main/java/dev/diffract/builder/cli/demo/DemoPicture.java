package dev.diffract.builder.cli.demo;

import java.nio.file.Path;

/**
 * The picture that the demo draws.
 *
 * @param file where it is written
 * @param prompt what to draw; an empty one leaves it to the model
 * @param seed from 0
 */
public record DemoPicture(Path file, String prompt, long seed) {

    /**
     * @throws DemoException if the seed is negative
     */
    public DemoPicture {
        DemoOptions.require(seed >= 0, "--seed is " + seed + ", expected a number from 0");
    }
}
