package dev.diffract.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.tests.harness.RunningProgram.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Clients made of the OpenAPI document by openapi-generator draw, with every default filled in. */
class GeneratedClientsIT extends WithServedDemo {

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    @Test
    void thePythonClientDraws() throws IOException {
        Path bin = Tools.python();
        Path client = generated("python", "packageName=diffract_client");
        Path picture = directory.resolve("python.png");

        Finished drawn = Tools.run(
                "draw-python",
                List.of(
                        bin.resolve("python").toString(),
                        Tools.SOURCES.resolve("src/test/python/draw.py").toString(),
                        demo.url(),
                        picture.toString()),
                Map.of("PYTHONPATH", client.toString(), "PYTHONDONTWRITEBYTECODE", "1"));

        assertThat(drawn.exitCode()).as(drawn.output()).isZero();
        assertThat(ImageIO.read(picture.toFile()).getWidth()).isEqualTo(128);
    }

    @Test
    void theJavaClientDraws() throws IOException {
        Path client = generated(
                "java",
                "library=native,useJakartaEe=true,invokerPackage=dev.diffract.client,"
                        + "apiPackage=dev.diffract.client.api,modelPackage=dev.diffract.client.model");
        Path classes = Files.createDirectories(directory.resolve("classes"));
        Path picture = directory.resolve("java.png");
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        compile(client.resolve("src/main/java"), classes, path);

        Finished drawn = Tools.run(
                "draw-java",
                List.of(
                        JAVA,
                        "-cp",
                        classes + java.io.File.pathSeparator + path,
                        "Draw",
                        demo.url(),
                        picture.toString()),
                Map.of());

        assertThat(drawn.exitCode()).as(drawn.output()).isZero();
        assertThat(ImageIO.read(picture.toFile()).getWidth()).isEqualTo(128);
    }

    private static Path generated(String language, String properties) {
        Path client = directory.resolve("client-" + language);
        Finished generated = Tools.run(
                "generate-" + language,
                List.of(
                        JAVA,
                        "-jar",
                        Tools.SOURCES
                                .resolve("target/generator/openapi-generator-cli.jar")
                                .toString(),
                        "generate",
                        "-i",
                        demo.document().toString(),
                        "-g",
                        language,
                        "-o",
                        client.toString(),
                        "--additional-properties=hideGenerationTimestamp=true," + properties),
                Map.of());
        assertThat(generated.exitCode()).as(generated.output()).isZero();
        return client;
    }

    private static void compile(Path client, Path classes, String path) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-proc:none", "-d", classes.toString(), "-cp", path));
        try (Stream<Path> sources = Files.walk(client)) {
            sources.map(Path::toString).filter(name -> name.endsWith(".java")).forEach(arguments::add);
        }
        arguments.add(Tools.SOURCES.resolve("src/test/client/Draw.java").toString());
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
                .isZero();
    }
}
