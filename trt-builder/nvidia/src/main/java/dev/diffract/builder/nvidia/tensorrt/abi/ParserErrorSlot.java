package dev.diffract.builder.nvidia.tensorrt.abi;

/** What is called on {@code nvonnxparser::IParserError}. */
enum ParserErrorSlot implements Slot {
    CODE("code", 0, 0),
    DESC("desc", 1, 1),
    NODE("node", 5, 5),
    NODE_NAME("nodeName", 6, 6),
    NODE_OPERATOR("nodeOperator", 7, 7);

    private final Entry entry;

    ParserErrorSlot(String method, int ten, int eleven) {
        entry = new Entry(method, ten, eleven);
    }

    @Override
    public Entry entry() {
        return entry;
    }
}
