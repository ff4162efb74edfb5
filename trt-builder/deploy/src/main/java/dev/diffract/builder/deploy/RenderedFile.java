package dev.diffract.builder.deploy;

/**
 * A file made from a plan.
 *
 * @param path relative to the output directory, '/' as separator
 * @param text contents
 * @param executable whether it is a script
 */
public record RenderedFile(String path, String text, boolean executable) {

    static RenderedFile script(String path, String text) {
        return new RenderedFile(path, text, true);
    }

    static RenderedFile of(String path, String text) {
        return new RenderedFile(path, text, false);
    }
}
