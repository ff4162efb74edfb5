package dev.diffract.builder.build.bench;

import dev.diffract.repository.json.JsonRecordException;
import dev.diffract.repository.json.JsonRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads a {@link Baseline}. */
public final class BaselineFile {

    private static final JsonRecords JSON = new JsonRecords();
    private static final String HOW = "make it with deploy/gpu-proof/torch_baseline.py";

    private BaselineFile() {}

    /** @throws BenchException if there is no such file, or it is no baseline */
    public static Baseline read(Path file) {
        try {
            return JSON.read(Files.readString(file), Baseline.class);
        } catch (JsonRecordException e) {
            throw new BenchException("baseline " + file + ": " + e.getMessage() + "; " + HOW, e);
        } catch (NoSuchFileException e) {
            throw new BenchException("baseline " + file + " does not exist: " + HOW, e);
        } catch (IOException e) {
            throw new BenchException("baseline " + file + " cannot be read as text: " + HOW, e);
        }
    }
}
