package dev.diffract.builder.nvidia.tensorrt;

/** One line of TensorRT's log. */
public record LogLine(Severity severity, String text) {

    /** In TensorRT's numbering, gravest first. */
    public enum Severity {
        INTERNAL_ERROR,
        ERROR,
        WARNING,
        INFO,
        VERBOSE;

        /** What cannot be told apart is taken seriously. */
        static Severity of(int number) {
            return number < 0 || number >= values().length ? ERROR : values()[number];
        }

        public boolean isError() {
            return this == INTERNAL_ERROR || this == ERROR;
        }
    }
}
