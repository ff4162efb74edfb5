package dev.diffract.builder.build.assemble;

import dev.diffract.repository.layout.JsonObjectFile;
import dev.diffract.repository.layout.RepositoryFileException;
import dev.diffract.repository.pipeline.PipelineDefaults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the configurations of an autoencoder say of its latents. They stand beside the graphs of decoder and encoder, or in
 * {@code vae}, where diffusers has both in one.
 *
 * @param scalingFactor the encoder's mean times this is a latent
 * @param remarks what no file says, a sentence each
 */
record VaeSettings(double scalingFactor, List<String> remarks) {

    private static final String SCALING = "scaling_factor";

    VaeSettings {
        remarks = List.copyOf(remarks);
    }

    /**
     * @param graphs folders of the autoencoder's graphs
     * @throws BuildException if two files disagree, or one says something that is not supported
     */
    static VaeSettings read(ModelFolder place, Path folder, Collection<Path> graphs, PipelineDefaults family)
            throws IOException {
        Set<Path> directories = new LinkedHashSet<>(graphs);
        directories.add(folder.resolve("vae"));
        List<JsonObjectFile> files = new ArrayList<>();
        try {
            for (Path directory : directories) {
                Path file = directory.resolve("config.json");
                place.require(file);
                if (Files.exists(file)) {
                    files.add(JsonObjectFile.read(file, "the autoencoder's configuration"));
                }
            }
            files.forEach(file -> requireSupported(file, family));
            Optional<Double> factor = scalingFactor(files);
            List<String> remarks = factor.isPresent()
                    ? List.of()
                    : List.of("no config.json of the VAE says " + SCALING + ": " + family.scalingFactor()
                            + " is taken, as in Stable Diffusion 1 and 2");
            return new VaeSettings(factor.orElse(family.scalingFactor()), remarks);
        } catch (RepositoryFileException e) {
            throw new BuildException(e.getMessage(), e);
        }
    }

    private static Optional<Double> scalingFactor(List<JsonObjectFile> files) {
        Optional<JsonObjectFile> first = Optional.empty();
        for (JsonObjectFile file : files) {
            Optional<Double> factor = file.number(SCALING);
            if (factor.isEmpty()) {
                continue;
            }
            if (!(factor.get() > 0)) {
                throw new BuildException(
                        file.file() + ": scaling_factor is " + factor.get() + ", expected a number above 0");
            }
            Optional<Double> other = first.flatMap(said -> said.number(SCALING));
            if (other.isPresent() && !other.equals(factor)) {
                throw new BuildException(file.file() + ": scaling_factor is " + factor.get() + ", and "
                        + first.get().file() + " says " + other.get() + ": they must be of one autoencoder");
            }
            if (first.isEmpty()) {
                first = Optional.of(file);
            }
        }
        return first.flatMap(file -> file.number(SCALING));
    }

    private static void requireSupported(JsonObjectFile file, PipelineDefaults family) {
        file.number("shift_factor").filter(shift -> shift != 0).ifPresent(shift -> {
            throw new BuildException(file.file() + ": shift_factor is " + shift
                    + ", which is not supported: expected an autoencoder of Stable Diffusion 1 or 2");
        });
        for (String key : List.of("latents_mean", "latents_std")) {
            if (file.has(key)) {
                throw new BuildException(
                        file.file() + ": " + key + " is not supported: expected an autoencoder of Stable"
                                + " Diffusion 1 or 2, whose latents are only scaled");
            }
        }
        int blocks = file.root().path("block_out_channels").size();
        if (blocks > 0 && 1L << (blocks - 1) != family.vaeScale()) {
            throw new BuildException(
                    file.file() + ": block_out_channels has " + blocks + " numbers, so that a latent is "
                            + (1L << (blocks - 1)) + " pixels wide: expected " + family.vaeScale());
        }
    }
}
