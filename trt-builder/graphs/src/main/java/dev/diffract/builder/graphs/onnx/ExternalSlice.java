package dev.diffract.builder.graphs.onnx;

import dev.diffract.builder.graphs.proto.StringStringEntryProto;
import dev.diffract.builder.graphs.proto.TensorProtoOrBuilder;
import dev.diffract.repository.layout.InputFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where a tensor's bytes lie outside the graph's file.
 *
 * @param location the file's path relative to the graph's directory, as the graph says it
 * @param offset bytes before the first
 * @param length bytes
 */
record ExternalSlice(String tensor, String location, long offset, long length) {

    /**
     * An entry of ours in a tensor's external data, never written to a file: ONNX's number of the type the bytes have, where
     * the tensor is to have another one.
     */
    static final String STORED_TYPE = "diffract_stored_type";

    /**
     * @throws GraphException if the location is missing or leaves the graph's directory, or if offset and length are no
     *     numbers or do not match the tensor's type and shape
     */
    static ExternalSlice of(TensorProtoOrBuilder tensor) {
        Map<String, String> entries = tensor.getExternalDataList().stream()
                .collect(Collectors.toMap(
                        StringStringEntryProto::getKey, StringStringEntryProto::getValue, (first, last) -> last));
        String name = tensor.getName();
        String location = entries.getOrDefault("location", "");
        if (location.isEmpty() || escapes(location)) {
            throw new GraphException("tensor '" + name + "' has its data in '" + location
                    + "': the location must be a file beside or below the graph");
        }
        long expected = byteSize(tensor);
        ExternalSlice slice = new ExternalSlice(
                name, location, number(name, entries, "offset", 0), number(name, entries, "length", expected));
        if (slice.length != expected) {
            throw new GraphException(
                    "tensor '" + name + "' takes " + expected + " bytes, its external data says " + slice.length);
        }
        return slice;
    }

    /**
     * The file that holds the bytes.
     *
     * @throws GraphException if it is missing or ends before the slice does
     */
    Path require(Path graphFile) throws IOException {
        Path file = graphFile.resolveSibling(location);
        if (!Files.exists(file) && !Files.isSymbolicLink(file)) {
            throw new GraphException("its external data file " + file + " is missing");
        }
        Optional<String> objection = InputFiles.objection(file);
        if (objection.isPresent()) {
            throw new GraphException("its external data file " + file + " " + objection.get());
        }
        long size = Files.size(file);
        if (offset > size - length) {
            throw new GraphException("its external data file " + file + " is too short: tensor '" + tensor
                    + "' ends at byte " + (offset + length) + ", the file has " + size);
        }
        return file;
    }

    /** The type of the tensor's bytes. */
    static int storedType(TensorProtoOrBuilder tensor) {
        return tensor.getExternalDataList().stream()
                .filter(entry -> entry.getKey().equals(STORED_TYPE))
                .findFirst()
                .map(entry -> Integer.parseInt(entry.getValue()))
                .orElse(tensor.getDataType());
    }

    /**
     * Elements of a tensor with these dims.
     *
     * @throws GraphException if a dim is negative or there are more than a number can say
     */
    static long elements(TensorProtoOrBuilder tensor) {
        try {
            long elements = 1;
            for (long dim : tensor.getDimsList()) {
                if (dim < 0) {
                    throw new ArithmeticException("negative");
                }
                elements = Math.multiplyExact(elements, dim);
            }
            return elements;
        } catch (ArithmeticException e) {
            throw impossible(tensor, e);
        }
    }

    private static boolean escapes(String location) {
        try {
            Path path = Path.of(location);
            return path.isAbsolute() || path.normalize().startsWith("..") || location.contains("\\");
        } catch (InvalidPathException e) {
            return true;
        }
    }

    private static long number(String tensor, Map<String, String> entries, String key, long otherwise) {
        String text = entries.get(key);
        if (text == null) {
            return otherwise;
        }
        try {
            long value = Long.parseLong(text);
            if (value >= 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below, together with negative numbers
        }
        throw new GraphException(
                "tensor '" + tensor + "' has external data with " + key + " '" + text + "', expected a number from 0");
    }

    private static long byteSize(TensorProtoOrBuilder tensor) {
        int bits = ElementTypes.bits(storedType(tensor))
                .orElseThrow(() -> new GraphException("tensor '" + tensor.getName() + "' of "
                        + ElementTypes.name(tensor.getDataType()) + " cannot have external data"));
        try {
            return (Math.multiplyExact(elements(tensor), bits) + 7) / 8;
        } catch (ArithmeticException e) {
            throw impossible(tensor, e);
        }
    }

    private static GraphException impossible(TensorProtoOrBuilder tensor, ArithmeticException cause) {
        return new GraphException(
                "tensor '" + tensor.getName() + "' has impossible dims " + tensor.getDimsList(), cause);
    }
}
