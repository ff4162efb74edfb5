package dev.diffract.tests.tensorrt;

import dev.diffract.builder.nvidia.tensorrt.abi.Major;
import java.nio.file.Path;

/** The libraries of the major this process tests. */
public final class RealTensorRt {

    public static final Major MAJOR = "11".equals(System.getProperty("tensorrt.major")) ? Major.ELEVEN : Major.TEN;
    public static final Path DIRECTORY = directory(MAJOR);
    public static final Path INFER = DIRECTORY.resolve("libnvinfer.so." + MAJOR.number());
    public static final Path PARSER = DIRECTORY.resolve("libnvonnxparser.so." + MAJOR.number());
    public static final Path PLUGINS = DIRECTORY.resolve("libnvinfer_plugin.so." + MAJOR.number());

    private RealTensorRt() {}

    public static Path directory(Major major) {
        return Path.of(System.getProperty("tensorrt." + major.number()));
    }

    /** One of two values, by major. */
    public static <T> T either(T ten, T eleven) {
        return MAJOR == Major.TEN ? ten : eleven;
    }
}
