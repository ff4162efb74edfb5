package dev.diffract.builder.nvidia.tensorrt.abi;

/** What is called on {@code nvonnxparser::IParser}, whose destructors stand in the middle of the table. */
enum ParserSlot implements Slot {
    PARSE_FROM_FILE("parseFromFile", 1, 1),
    GET_NB_ERRORS("getNbErrors", 5, 3),
    GET_ERROR("getError", 6, 4),
    /** The deleting destructor. */
    DELETE("~IParser", 9, 7);

    private final Entry entry;

    ParserSlot(String method, int ten, int eleven) {
        entry = new Entry(method, ten, eleven);
    }

    @Override
    public Entry entry() {
        return entry;
    }
}
