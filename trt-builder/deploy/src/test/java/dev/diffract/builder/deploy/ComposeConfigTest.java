package dev.diffract.builder.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.diffract.builder.planning.plan.PlanReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Compose itself reads what is rendered, with the host's own {@code .env} beside it. */
class ComposeConfigTest extends RenderedPlans {

    private static final String DIFFERENT =
            "{model: H100-80GB, slices: [{profile: 3g.40gb, model: sd15}, {profile: 1g.10gb, model: other}]}";

    @Test
    void composeTakesEveryFile() throws IOException, InterruptedException {
        assumeTrue(
                run(directory, "docker", "compose", "version").exit() == 0,
                "there is no docker with its plugin compose");
        Path out = directory.resolve("out");
        Files.writeString(Files.createDirectories(out).resolve(".env"), "SLICE_0=MIG-a\nSLICE_1=MIG-b\nPORT=1\n");
        List<RenderedFile> files = render(
                plan("/srv/it's $HOME", DIFFERENT, "ports: {base: 9000, frontend: 9100, management: 9101}"),
                Optional.empty());
        new OutputDirectory(out).write(files, false);

        Ran gpu = run(out, "docker", "compose", "-f", "compose.yaml", "config");
        assertThat(gpu.exit()).as(gpu.text()).isZero();
        assertThat(gpu.text())
                .contains(
                        "MIG-a",
                        "MIG-b",
                        "published: \"9100\"",
                        "published: \"9101\"",
                        "host_ip: 127.0.0.1",
                        "image: localhost/diffract/frontend",
                        "/dev/tcp/127.0.0.1/8090",
                        "[ \"$$status\" = 200 ]")
                .contains("source: /srv/it's $$HOME/sd15/H100-80GB/3g.40gb");
        Ran cpu = run(out, "docker", "compose", "-f", "compose.cpu.yaml", "config", "--quiet");
        assertThat(cpu.exit()).as(cpu.text()).isZero();

        new OutputDirectory(out)
                .write(render(PlanReader.read(Path.of("../../deploy/compose/diffract.yaml")), Optional.empty()), true);
        Ran committed = run(out, "docker", "compose", "config", "--quiet");
        assertThat(committed.exit()).as(committed.text()).isZero();
    }

    private record Ran(int exit, String text) {}

    private static Ran run(Path directory, String... command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            return new Ran(127, e.getMessage());
        }
        String text = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ran(process.exitValue(), text);
    }
}
