package dev.diffract.builder.cli.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the demo finds and puts its files.
 *
 * @param home the source tree's root, with the built programs below it
 * @param state for what the demo writes
 */
record ProgramFiles(Path home, Path state) {

    Path builder() {
        return home.resolve("trt-builder/cli/target/diffract-builder.jar");
    }

    Path embeddedServer() {
        return home.resolve("embedded-server/target/diffract-embedded-server.jar");
    }

    Path frontend() {
        return home.resolve("quarkus-frontend/app/target/quarkus-app/quarkus-run.jar");
    }

    Path repository() {
        return state.resolve("demo");
    }

    Path repositoryStamp() {
        return state.resolve("demo.stamp");
    }

    /** Where each run has a folder for what its programs say: runs beside each other do not write over one another. */
    Path allLogs() {
        return state.resolve("logs");
    }

    /** What the programs of this run say. */
    Path logs() {
        return allLogs().resolve(RunLogs.nameOf(ProcessHandle.current().pid()));
    }

    /**
     * @throws DemoException if one is not there
     */
    void requireBuilt() {
        for (Path program : List.of(embeddedServer(), frontend())) {
            if (!Files.isRegularFile(program)) {
                throw new DemoException(program + " is not built: start the demo as ./diffract demo, which builds it");
            }
        }
    }

    /** A command that runs a program on this very Java and ends it when this process is gone, or memory is. */
    List<String> java(Path program, List<String> properties, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:+UseSerialGC");
        command.add("-XX:+ExitOnOutOfMemoryError");
        command.add("-Ddiffract.parent-pid=" + ProcessHandle.current().pid());
        command.addAll(properties);
        command.add("-jar");
        command.add(program.toString());
        command.addAll(arguments);
        return command;
    }
}
