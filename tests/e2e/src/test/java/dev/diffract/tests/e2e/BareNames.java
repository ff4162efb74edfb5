package dev.diffract.tests.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes of a repository what an earlier builder wrote: models are called by their roles alone. */
final class BareNames {

    private BareNames() {}

    static void give(Path repository) throws IOException {
        Path models = repository.resolve("models");
        Path manifest = repository.resolve("manifest.json");
        String text = Files.readString(manifest);
        JsonNode served = new ObjectMapper().readTree(text).get("models");
        for (JsonNode model : served) {
            String name = model.get("name").asText();
            Path config = models.resolve(name).resolve("config.pbtxt");
            String configuration = Files.readString(config);
            for (JsonNode any : served) {
                String role = any.get("role").asText();
                configuration = configuration.replace("\"" + any.get("name").asText() + "\"", "\"" + role + "\"");
            }
            Files.writeString(config, configuration);
            Files.move(models.resolve(name), models.resolve(model.get("role").asText()));
            text = text.replace("\"" + name + "\"", "\"" + model.get("role").asText() + "\"")
                    .replace(
                            "models/" + name + "/",
                            "models/" + model.get("role").asText() + "/");
        }
        Files.writeString(manifest, text);
    }
}
