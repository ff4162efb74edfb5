package dev.diffract.builder.cli.demo;

import java.nio.file.Path;

/**
 * @param home the source tree, with the built programs in it
 * @param model folder of exported components
 * @param picture where the picture is written
 * @param prompt what to draw
 * @param seed from 0
 * @param slices embedded servers, from 1 to 16
 * @param port of the frontend
 * @param once whether everything ends after the picture
 */
public record DemoOptions(
        Path home, Path model, Path picture, String prompt, long seed, int slices, int port, boolean once) {

    private static final int MOST_SLICES = 16;
    private static final int LAST_PORT = 65535;

    /**
     * @throws DemoException if a number is out of its range or the prompt is empty
     */
    public DemoOptions {
        require(!prompt.isBlank(), "--prompt is empty: say what to draw");
        require(seed >= 0, "--seed is " + seed + ", expected a number from 0");
        require(slices >= 1 && slices <= MOST_SLICES, "--slices is " + slices + ", expected from 1 to " + MOST_SLICES);
        require(port >= 1 && port <= LAST_PORT, "--port is " + port + ", expected from 1 to " + LAST_PORT);
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new DemoException(otherwise);
        }
    }
}
