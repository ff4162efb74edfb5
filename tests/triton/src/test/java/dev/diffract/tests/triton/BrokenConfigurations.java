package dev.diffract.tests.triton;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The cases of {@code broken.json}: repositories that cannot be served, by what is wrong in them. */
final class BrokenConfigurations {

    private BrokenConfigurations() {}

    /** Configurations that cannot be read, and files and versions that are not there. */
    static Stream<Broken> files() {
        return read("files");
    }

    /** Models whose platform or tensors cannot be. */
    static Stream<Broken> models() {
        return read("models");
    }

    static Stream<Broken> schedulers() {
        return read("schedulers");
    }

    /** Instances that no slice can run, and warm-up requests that no model can answer. */
    static Stream<Broken> instances() {
        return read("instances");
    }

    /** Ensembles that cannot run. */
    static Stream<Broken> ensembles() {
        return read("ensembles");
    }

    /**
     * One case. A change is made if it is there, in this order. A role in angle brackets stands for the name of the model that has it.
     *
     * @param model whose configuration is changed
     * @param engines whether the graphs are engines
     * @param delete a file or folder below the models
     * @param move one that is found at {@code to}
     * @param cut from where the configuration is cut off
     * @param part its first occurrence gives place to {@code by}
     * @param append put at the end
     * @param triton words of Triton's own
     * @param verify words of {@code diffract verify}, if they are others
     */
    private record Case(
            @JsonProperty(required = true) String what,
            @JsonProperty(required = true) String model,
            boolean engines,
            String delete,
            String move,
            String to,
            String cut,
            String part,
            String by,
            String append,
            @JsonProperty(required = true) String triton,
            String verify) {

        private Broken broken() {
            if (Stream.of(delete, move, cut, part, append).allMatch(change -> change == null)) {
                throw new IllegalStateException("nothing is wrong in: " + what);
            }
            return new Broken(what, this::change, triton, verify == null ? triton : verify);
        }

        private void change(WrittenRepository repository) {
            if (engines) {
                repository.asEngines();
            }
            String name = repository.named(model);
            if (delete != null) {
                repository.delete(repository.named(delete));
            }
            if (move != null) {
                repository.move(repository.named(move), repository.named(to));
            }
            if (cut != null) {
                repository.cut(name, cut);
            }
            if (part != null) {
                repository.replace(name, repository.named(part), repository.named(by));
            }
            if (append != null) {
                repository.append(name, repository.named(append));
            }
        }
    }

    private static Stream<Broken> read(String kind) {
        try (InputStream file = BrokenConfigurations.class.getResourceAsStream("broken.json")) {
            Map<String, List<Case>> cases = new ObjectMapper().readValue(file, new TypeReference<>() {});
            return cases.get(kind).stream().map(Case::broken);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
