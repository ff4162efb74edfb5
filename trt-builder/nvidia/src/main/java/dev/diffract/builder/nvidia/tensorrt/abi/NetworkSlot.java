package dev.diffract.builder.nvidia.tensorrt.abi;

/** What is called on {@code INetworkDefinition}. Flags are given when it is created; slots from 63 up are not used, as
 * 10.8.0 has them elsewhere. */
enum NetworkSlot implements Slot {
    GET_NB_INPUTS("getNbInputs", 14, 14),
    GET_INPUT("getInput", 15, 15),
    GET_NB_OUTPUTS("getNbOutputs", 16, 16);

    private final Entry entry;

    NetworkSlot(String method, int ten, int eleven) {
        entry = new Entry(method, ten, eleven);
    }

    @Override
    public Entry entry() {
        return entry;
    }
}
