package dev.diffract.builder.nvidia.tensorrt.abi;

/** A virtual method, and where each major has it. */
interface Slot {

    /** The method's own name, and its place per major. */
    record Entry(String method, int ten, int eleven) {}

    Entry entry();

    default int in(Major major) {
        return switch (major) {
            case TEN -> entry().ten();
            case ELEVEN -> entry().eleven();
        };
    }
}
