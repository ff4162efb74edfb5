package dev.diffract.builder.nvidia.tensorrt;

import dev.diffract.builder.nvidia.tensorrt.TensorRtException.Reason;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the file of libnvinfer. */
final class LibraryFinder {

    private static final Pattern SONAME = Pattern.compile("libnvinfer\\.so\\.(\\d{1,4})");
    private static final String UNVERSIONED = "libnvinfer.so";

    /** Below a directory somebody names: the directory, then as archives, Debian packages and containers have it. */
    private static final List<String> BELOW =
            List.of("", "lib", "lib64", "lib/x86_64-linux-gnu", "targets/x86_64-linux-gnu/lib");

    private static final List<Path> USUAL = List.of(
            Path.of("/usr/lib/x86_64-linux-gnu"),
            Path.of("/usr/local/tensorrt/lib"),
            Path.of("/opt/tensorrt/lib"),
            Path.of("/usr/local/lib"),
            Path.of("/usr/local/cuda/lib64"),
            Path.of("/usr/lib64"));

    private final List<Path> searched;

    /** @param libraryPath the value of LD_LIBRARY_PATH; may be null */
    LibraryFinder(String libraryPath) {
        List<Path> places = new ArrayList<>();
        if (libraryPath != null) {
            Stream.of(libraryPath.split(":"))
                    .filter(entry -> !entry.isBlank())
                    .map(Path::of)
                    .forEach(places::add);
        }
        places.addAll(USUAL);
        searched = List.copyOf(places);
    }

    /** @param named directory or file; null to search */
    Path find(Path named) {
        if (named == null) {
            return first(searched).orElseThrow(() -> notFound("LD_LIBRARY_PATH and " + searchedText()));
        }
        if (Files.isRegularFile(named)) {
            return named.toAbsolutePath();
        }
        if (!Files.isDirectory(named)) {
            throw new TensorRtException(
                    Reason.LIBRARY_NOT_FOUND, "there is no directory " + named + " to find TensorRT's libraries in.");
        }
        return first(BELOW.stream().map(named::resolve).toList())
                .orElseThrow(() -> notFound(named + " and its folder lib"));
    }

    private static Optional<Path> first(List<Path> directories) {
        return directories.stream()
                .filter(Files::isDirectory)
                .flatMap(directory -> in(directory).stream())
                .findFirst();
    }

    /** Of several majors the newest, whether it is supported or not: the sentence about it is better than "not found". */
    private static Optional<Path> in(Path directory) {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "libnvinfer.so*")) {
            found.forEach(files::add);
        } catch (IOException e) {
            // A directory of LD_LIBRARY_PATH that cannot be listed has nothing for us.
            return Optional.empty();
        }
        return files.stream()
                .filter(file -> major(file).isPresent() || name(file).equals(UNVERSIONED))
                .max(Comparator.comparingInt(file -> major(file).orElse(0)))
                .map(Path::toAbsolutePath);
    }

    private static Optional<Integer> major(Path file) {
        Matcher matcher = SONAME.matcher(name(file));
        return matcher.matches() ? Optional.of(Integer.valueOf(matcher.group(1))) : Optional.empty();
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    private static TensorRtException notFound(String where) {
        return new TensorRtException(
                Reason.LIBRARY_NOT_FOUND,
                "TensorRT was not found: no libnvinfer.so.11 or libnvinfer.so.10 in " + where
                        + ". Install TensorRT 10.15 or newer, work in Triton's container, or name the directory"
                        + " (--tensorrt DIR).");
    }

    private String searchedText() {
        return String.join(", ", searched.stream().map(Path::toString).toList());
    }
}
