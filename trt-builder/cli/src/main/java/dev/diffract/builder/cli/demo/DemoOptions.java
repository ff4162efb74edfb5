package dev.diffract.builder.cli.demo;

import java.nio.file.Path;

/**
 * @param home the source tree, with the built programs in it
 * @param state where the demo keeps its files
 * @param model folder of exported components
 * @param picture what is drawn
 * @param slices embedded servers, from 1 to 16
 * @param port of the frontend
 * @param once whether everything ends after the picture
 */
public record DemoOptions(Path home, Path state, Path model, DemoPicture picture, int slices, int port, boolean once) {

    private static final int MOST_SLICES = 16;
    private static final int LAST_PORT = 65535;

    /**
     * @throws DemoException if a number is out of its range
     */
    public DemoOptions {
        require(slices >= 1 && slices <= MOST_SLICES, "--slices is " + slices + ", expected from 1 to " + MOST_SLICES);
        require(port >= 1 && port <= LAST_PORT, "--port is " + port + ", expected from 1 to " + LAST_PORT);
    }

    static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new DemoException(otherwise);
        }
    }
}
