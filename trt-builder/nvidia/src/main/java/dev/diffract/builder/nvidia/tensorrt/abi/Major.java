package dev.diffract.builder.nvidia.tensorrt.abi;

/** The lines of TensorRT whose interfaces are known here. They differ in slots and in the numbers of some enumerations. */
public enum Major {
    /** 10.15 and later 10. */
    TEN(10),
    ELEVEN(11);

    private final int number;

    Major(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
