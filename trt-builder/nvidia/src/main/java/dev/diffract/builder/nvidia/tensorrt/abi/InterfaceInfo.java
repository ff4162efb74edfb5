package dev.diffract.builder.nvidia.tensorrt.abi;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;
import java.nio.charset.StandardCharsets;

/** {@code nvinfer1::InterfaceInfo}: name and version of an interface, 16 bytes. */
@FieldOrder({"kind", "major", "minor"})
public class InterfaceInfo extends Structure {

    /** As a method returns it: in two registers. */
    public static final class ByValue extends InterfaceInfo implements Structure.ByValue {}

    public Pointer kind;
    public int major;
    public int minor;

    /** Version 1.0 of an interface. JNA copies the native side of what a callback returns, hence the write. */
    static ByValue first(Memory kind) {
        ByValue info = new ByValue();
        info.kind = kind;
        info.major = 1;
        info.minor = 0;
        info.write();
        return info;
    }

    static Memory kind(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
        Memory memory = new Memory(bytes.length + 1L);
        memory.write(0, bytes, 0, bytes.length);
        memory.setByte(bytes.length, (byte) 0);
        return memory;
    }
}
